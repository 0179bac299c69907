import type { KafkaRecord } from '../wire/record.ts';

/** The commands of one owned partition that wait for their transaction. Times are ms since the epoch. */
export type PartitionState = {
  readonly queue: readonly KafkaRecord[];
  /** Where the fetcher stands: past the last record of the queue and what follows it invisibly. */
  readonly next: number;
  /** Fetching rests until the queue is short again. */
  readonly paused: boolean;
  /** The position that the log no longer has. */
  readonly lostPosition: number | undefined;
  /** When `expire` is called next. */
  readonly nextExpiry: number;
  readonly maxCommands: number;
};

export type PartitionInput =
  /** The partition is fenced and restored; processing begins here. */
  | { type: 'opened'; position: number }
  | { type: 'fetched'; records: readonly KafkaRecord[]; next: number }
  | { type: 'out-of-range'; position: number }
  /** The first `count` commands are committed. */
  | { type: 'committed'; count: number }
  | { type: 'expired'; now: number };

/** `wake` ends the wait for commands. */
export type PartitionAction = 'pause' | 'resume' | 'wake';

const expireEveryMs = 60_000;
/** Above so many batches in the queue, fetching rests. */
const maxQueuedBatches = 4;

export function newPartition(maxCommands: number, now: number): PartitionState {
  return {
    queue: [],
    next: 0,
    paused: false,
    lostPosition: undefined,
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
    case 'opened':
      return [{ ...state, queue: [], next: input.position, paused: false, lostPosition: undefined }, []];
    case 'fetched': {
      const queue = input.records.length === 0 ? state.queue : [...state.queue, ...input.records];
      const pauses = !state.paused && queue.length > maxQueuedBatches * state.maxCommands;
      const actions: PartitionAction[] = pauses ? ['pause'] : [];
      if (queue.length > 0) actions.push('wake');
      return [{ ...state, queue, next: input.next, paused: state.paused || pauses }, actions];
    }
    case 'out-of-range':
      return [{ ...state, lostPosition: input.position }, ['wake']];
    case 'committed': {
      const queue = state.queue.slice(input.count);
      const resumes = state.paused && queue.length < state.maxCommands;
      return [{ ...state, queue, paused: state.paused && !resumes }, resumes ? ['resume'] : []];
    }
    case 'expired':
      return [{ ...state, nextExpiry: input.now + expireEveryMs }, []];
    default:
      return input satisfies never;
  }
}

/** The commands of the next transaction, oldest first. */
export function nextCommands({ queue, maxCommands }: PartitionState): readonly KafkaRecord[] {
  return queue.slice(0, maxCommands);
}

/** Whether a transaction need not wait for more commands to join it. */
export function isFull({ queue, maxCommands }: PartitionState): boolean {
  return queue.length >= maxCommands;
}

/** Offsets around the end of the first `count` commands: of the last one, and where the next one may lie. */
export function offsetsAfter({ queue, next }: PartitionState, count: number): { last: number; next: number } {
  const command = queue[count - 1];
  const last = command?.unreadable?.last ?? command?.offset ?? next - 1;
  return { last, next: count >= queue.length ? next : last + 1 };
}

/** The offset that a transaction without commands commits: nothing is skipped, nothing repeated. */
export function currentOffset({ queue, next }: PartitionState): number {
  return queue[0]?.offset ?? next;
}
