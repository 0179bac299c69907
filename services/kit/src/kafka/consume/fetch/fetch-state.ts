import type { Isolation } from '../../connection/metadata.ts';
import { committedBatches } from '../../wire/committed-batches.ts';
import type { WirePartition, WireRecord } from '../../wire/fetch-response.ts';
import type { KafkaRecord } from '../../wire/record.ts';

/** What one fetch brought for one partition. `next` is where the next fetch starts: past markers and gaps. */
export type FetchedChunk = {
  topic: string;
  partition: number;
  records: KafkaRecord[];
  next: number;
  /** End of the log as far as this fetch may see it (last stable offset for `committed`). */
  end: number;
};

/** Where fetching stands in one partition. */
export type PartitionFetch = {
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
  readonly paused: boolean;
  /** Number of the `assign` that it comes from: a later one at the same position is another fetch. */
  readonly assignment: number;
};

/** All assigned partitions, by `keyOf`. */
export type FetchState = {
  readonly partitions: ReadonlyMap<string, PartitionFetch>;
  readonly assignments: number;
};

type Target = { topic: string; partition: number };
export type FetchInput =
  | ({ type: 'assign'; position: number } & Target)
  | ({ type: 'unassign' | 'pause' | 'resume' } & Target)
  | { type: 'fetched'; requested: PartitionFetch; data: WirePartition; isolation: Isolation };

export type FetchAction =
  /** Some partition can be fetched that could not before. */
  | { type: 'wake' }
  | { type: 'chunk'; chunk: FetchedChunk }
  | ({ type: 'out-of-range'; position: number } & Target)
  | ({ type: 'failed'; code: number } & Target);

export const noPartitions: FetchState = { partitions: new Map(), assignments: 0 };
export const keyOf = ({ topic, partition }: Target): string => `${partition}/${topic}`;

/** The broker's code for a position that the log does not have. */
const offsetOutOfRange = 1;

/** The state after an input, and what the shell has to do, in order. */
export function reduceFetch(state: FetchState, input: FetchInput): [FetchState, FetchAction[]] {
  switch (input.type) {
    case 'assign': {
      const { topic, partition, position } = input;
      const assignment = state.assignments + 1;
      const next = put(
        { ...state, assignments: assignment },
        { topic, partition, position, paused: false, assignment },
      );
      return [next, [{ type: 'wake' }]];
    }
    case 'unassign': {
      const partitions = new Map(state.partitions);
      partitions.delete(keyOf(input));
      return [{ ...state, partitions }, []];
    }
    case 'pause':
    case 'resume': {
      const found = state.partitions.get(keyOf(input));
      const paused = input.type === 'pause';
      if (!found || found.paused === paused) return [state, []];
      return [put(state, { ...found, paused }), paused ? [] : [{ type: 'wake' }]];
    }
    case 'fetched':
      return reduceFetched(state, input);
    default:
      return input satisfies never;
  }
}

function reduceFetched(
  state: FetchState,
  { requested, data, isolation }: Extract<FetchInput, { type: 'fetched' }>,
): [FetchState, FetchAction[]] {
  const current = state.partitions.get(keyOf(requested));
  // Revoked, assigned again or moved since the request: this response is about another position.
  if (!current || current.assignment !== requested.assignment) return [state, []];
  if (current.position !== requested.position || current.paused) return [state, []];
  const { topic, partition, position } = current;
  if (data.errorCode === offsetOutOfRange) {
    return [put(state, { ...current, paused: true }), [{ type: 'out-of-range', topic, partition, position }]];
  }
  if (data.errorCode !== 0) return [state, [{ type: 'failed', topic, partition, code: data.errorCode }]];
  const next = Math.max(position, data.batches.at(-1)?.next ?? 0);
  const end = isolation === 'committed' ? data.lastStableOffset : data.highWatermark;
  const chunk = { topic, partition, records: visibleRecords(current, data), next, end };
  return [put(state, { ...current, position: next }), [{ type: 'chunk', chunk }]];
}

function put(state: FetchState, fetch: PartitionFetch): FetchState {
  return { ...state, partitions: new Map(state.partitions).set(keyOf(fetch), fetch) };
}

/** The partitions to request from a node now. */
export function toRequest(
  state: FetchState,
  nodeId: number,
  leaderOf: (target: Target) => number | undefined,
): PartitionFetch[] {
  return [...state.partitions.values()].filter((p) => !p.paused && leaderOf(p) === nodeId);
}

/** Leaders of assigned partitions; undefined is among them while some partition has none. */
export function leadersOf(
  state: FetchState,
  leaderOf: (target: Target) => number | undefined,
): Set<number | undefined> {
  return new Set([...state.partitions.values()].map(leaderOf));
}

/** Records of committed transactions (or none) at or after the position, control records left out. */
function visibleRecords(from: PartitionFetch, data: WirePartition): KafkaRecord[] {
  const records: KafkaRecord[] = [];
  for (const batch of committedBatches(data)) {
    for (const record of batch.records) {
      if (record.offset >= from.position) records.push(recordOf(from, record));
    }
  }
  return records;
}

function recordOf(
  { topic, partition }: Target,
  { offset, timestamp, key, value, headers }: WireRecord,
): KafkaRecord {
  return {
    topic,
    partition,
    offset,
    timestamp,
    key: key === null ? null : key.toString('utf8'),
    value,
    headers,
  };
}
