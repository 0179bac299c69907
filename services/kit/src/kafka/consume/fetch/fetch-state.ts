import type { Isolation } from '../../connection/metadata.ts';
import { committedBatches } from '../../wire/committed-batches.ts';
import type { WirePartition } from '../../wire/fetch-response.ts';
import type { WireRecord } from '../../wire/read-batch.ts';
import type { KafkaRecord } from '../../wire/record.ts';
import type { UnreadableRange } from './unreadable.ts';

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
  /** How often in a row the broker has refused it. */
  readonly failures: number;
  /** Waits for its `retry` after a failure, while its neighbours are fetched. */
  readonly resting: boolean;
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
  /** A partition has rested long enough after a failure. */
  | ({ type: 'retry'; assignment: number } & Target)
  | { type: 'fetched'; requested: PartitionFetch; data: WirePartition; isolation: Isolation };

export type FetchAction =
  /** Some partition can be fetched that could not before. */
  | { type: 'wake' }
  | { type: 'chunk'; chunk: FetchedChunk }
  | ({ type: 'out-of-range'; position: number } & Target)
  /** Comes after the chunk with the records before it. */
  | { type: 'unreadable'; range: UnreadableRange }
  | { type: 'failed'; code: number; fetch: PartitionFetch };

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
        { topic, partition, position, paused: false, assignment, failures: 0, resting: false },
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
    case 'retry': {
      const found = state.partitions.get(keyOf(input));
      if (found?.assignment !== input.assignment || !found.resting) return [state, []];
      return [put(state, { ...found, resting: false }), [{ type: 'wake' }]];
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
  if (data.errorCode !== 0) {
    const failed = { ...current, failures: current.failures + 1, resting: true };
    return [put(state, failed), [{ type: 'failed', code: data.errorCode, fetch: failed }]];
  }
  const next = Math.max(position, data.batches.at(-1)?.next ?? 0);
  const end = isolation === 'committed' ? data.lastStableOffset : data.highWatermark;
  const chunk = { topic, partition, records: visibleRecords(current, data), next, end };
  const actions: FetchAction[] = [{ type: 'chunk', chunk }];
  const behind = Math.max(next, data.damaged?.next ?? 0);
  if (data.damaged && behind > next) {
    const { reason } = data.damaged;
    actions.push({ type: 'unreadable', range: { topic, partition, first: next, last: behind - 1, reason } });
  }
  return [put(state, { ...current, position: behind, failures: 0, resting: false }), actions];
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
  return [...state.partitions.values()].filter((p) => !p.paused && !p.resting && leaderOf(p) === nodeId);
}

/** Leaders of assigned partitions; undefined is among them while some partition has none. */
export function leadersOf(
  state: FetchState,
  leaderOf: (target: Target) => number | undefined,
): Set<number | undefined> {
  return new Set([...state.partitions.values()].map(leaderOf));
}

/** Assigned partitions that no broker leads, as topic/partition. */
export function withoutLeader(state: FetchState, leaderOf: (target: Target) => number | undefined): string[] {
  return [...state.partitions.values()]
    .filter((p) => leaderOf(p) === undefined)
    .map((p) => `${p.topic}/${p.partition}`);
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
