import type { KafkaRecord } from '../wire/record.ts';

/** Where fetching of one input topic stands. */
export type InputState = {
  /** Where the fetcher stands: past the last queued record and what follows it invisibly. */
  readonly next: number;
  /** Fetching rests until the queue is short again. */
  readonly paused: boolean;
};

/** The commands of one owned partition, of all inputs, that wait for their transaction. Times are ms since the epoch. */
export type PartitionState = {
  /** In the order in which they were fetched, so ascending within each input. */
  readonly queue: readonly KafkaRecord[];
  /** By topic. */
  readonly inputs: ReadonlyMap<string, InputState>;
  /** A position that the log of an input no longer has. */
  readonly lost: { readonly topic: string; readonly position: number } | undefined;
  /** When `expire` is called next. */
  readonly nextExpiry: number;
  readonly maxCommands: number;
};

export type PartitionInput =
  /** The partition is fenced and restored; processing begins at these offsets, by topic. */
  | { type: 'opened'; positions: ReadonlyMap<string, number> }
  | { type: 'fetched'; topic: string; records: readonly KafkaRecord[]; next: number }
  | { type: 'out-of-range'; topic: string; position: number }
  /** The first `count` commands are committed. */
  | { type: 'committed'; count: number }
  /** `more`: not all of what is to expire fitted into one transaction. */
  | { type: 'expired'; now: number; more: boolean };

/** `wake` ends the wait for commands. */
export type PartitionAction = { type: 'wake' } | { type: 'pause' | 'resume'; topic: string };

const expireEveryMs = 60_000;
const expireMoreAfterMs = 1000;
/** Above so many batches of one input in the queue, its fetching rests. */
const maxQueuedBatches = 4;
const wake: PartitionAction = { type: 'wake' };

export function newPartition(maxCommands: number, now: number): PartitionState {
  return {
    queue: [],
    inputs: new Map(),
    lost: undefined,
    nextExpiry: now + expireEveryMs,
    maxCommands,
  };
}

/** The state after an input, and what the shell has to do. */
export function reducePartition(
  state: PartitionState,
  input: PartitionInput,
): [PartitionState, PartitionAction[]] {
  switch (input.type) {
    case 'opened': {
      const inputs = new Map([...input.positions].map(([topic, next]) => [topic, { next, paused: false }]));
      return [{ ...state, queue: [], inputs, lost: undefined }, []];
    }
    case 'fetched':
      return reduceFetched(state, input);
    case 'out-of-range':
      return [{ ...state, lost: { topic: input.topic, position: input.position } }, [wake]];
    case 'committed':
      return reduceCommitted(state, input.count);
    case 'expired':
      return [{ ...state, nextExpiry: input.now + (input.more ? expireMoreAfterMs : expireEveryMs) }, []];
    default:
      return input satisfies never;
  }
}

function reduceFetched(
  state: PartitionState,
  { topic, records, next }: Extract<PartitionInput, { type: 'fetched' }>,
): [PartitionState, PartitionAction[]] {
  const queue = records.length === 0 ? state.queue : [...state.queue, ...records];
  const wasPaused = state.inputs.get(topic)?.paused ?? false;
  const pauses = !wasPaused && countOf(queue, topic) > maxQueuedBatches * state.maxCommands;
  const inputs = new Map(state.inputs).set(topic, { next, paused: wasPaused || pauses });
  const actions: PartitionAction[] = pauses ? [{ type: 'pause', topic }] : [];
  if (queue.length > 0) actions.push(wake);
  return [{ ...state, queue, inputs }, actions];
}

function reduceCommitted(state: PartitionState, count: number): [PartitionState, PartitionAction[]] {
  const queue = state.queue.slice(count);
  const resumed = [...state.inputs]
    .filter(([topic, { paused }]) => paused && countOf(queue, topic) < state.maxCommands)
    .map(([topic]) => topic);
  if (resumed.length === 0) return [{ ...state, queue }, []];
  const inputs = new Map(state.inputs);
  for (const [topic, input] of state.inputs) {
    if (resumed.includes(topic)) inputs.set(topic, { ...input, paused: false });
  }
  return [{ ...state, queue, inputs }, resumed.map((topic) => ({ type: 'resume', topic }))];
}

function countOf(queue: readonly KafkaRecord[], topic: string): number {
  let count = 0;
  for (const record of queue) if (record.topic === topic) count += 1;
  return count;
}

/** The commands of the next transaction, oldest first. */
export function nextCommands({ queue, maxCommands }: PartitionState): readonly KafkaRecord[] {
  return queue.slice(0, maxCommands);
}

/** Whether a transaction need not wait for more commands to join it. */
export function isFull({ queue, maxCommands }: PartitionState): boolean {
  return queue.length >= maxCommands;
}

/**
 * Offsets around the end of the first `count` commands, by input: of its last one among them (undefined without one),
 * and where its next one may lie. Of an input without a queued command that is past the markers behind its last one.
 */
export function offsetsAfter(
  { queue, inputs }: PartitionState,
  count: number,
): Map<string, { last: number | undefined; next: number }> {
  const done = queue.slice(0, count);
  const waiting = queue.slice(count);
  return new Map(
    [...inputs].map(([topic, input]) => {
      const last = done.findLast((record) => record.topic === topic);
      const lastOffset = last?.unreadable?.last ?? last?.offset;
      const following = waiting.find((record) => record.topic === topic);
      const next = following && (lastOffset === undefined ? following.offset : lastOffset + 1);
      return [topic, { last: lastOffset, next: next ?? input.next }];
    }),
  );
}

/** The offsets that a transaction without commands commits: nothing is skipped, nothing repeated. */
export function currentOffsets(state: PartitionState): Map<string, number> {
  return new Map([...offsetsAfter(state, 0)].map(([topic, { next }]) => [topic, next]));
}
