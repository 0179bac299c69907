import { describe, expect, it } from 'vitest';
import type { KafkaRecord } from '../wire/record.ts';
import {
  currentOffset,
  isFull,
  newPartition,
  nextCommands,
  offsetsAfter,
  type PartitionAction,
  type PartitionInput,
  reducePartition,
} from './partition-state.ts';

const record = (offset: number): KafkaRecord => ({
  topic: 'commands',
  partition: 0,
  offset,
  timestamp: 0,
  key: 'k',
  value: null,
  headers: Buffer.alloc(0),
});
const fetched = (from: number, count: number, next = from + count): PartitionInput => ({
  type: 'fetched',
  records: Array.from({ length: count }, (_, i) => record(from + i)),
  next,
});
/** A partition with batches of two commands, opened at 10. */
const run = (...inputs: PartitionInput[]) => {
  let state = newPartition(2, 0);
  const actions: PartitionAction[] = [];
  for (const input of [{ type: 'opened', position: 10 } as const, ...inputs]) {
    const [next, more] = reducePartition(state, input);
    state = next;
    actions.push(...more);
  }
  return { state, actions };
};
const offsets = (records: readonly KafkaRecord[]) => records.map(({ offset }) => offset);

describe('a partition of commands', () => {
  it('takes them in their order, as many at a time as fit', () => {
    const { state, actions } = run(fetched(10, 3));
    expect(actions).toEqual(['wake']);
    expect(offsets(nextCommands(state))).toEqual([10, 11]);
    expect(isFull(state)).toBe(true);
    const { state: rest } = run(fetched(10, 3), { type: 'committed', count: 2 });
    expect(offsets(nextCommands(rest))).toEqual([12]);
    expect(isFull(rest)).toBe(false);
  });

  it('does not wake for a chunk without commands, but moves past it', () => {
    const { state, actions } = run(fetched(10, 0, 14));
    expect(actions).toEqual([]);
    expect(currentOffset(state)).toBe(14);
  });

  it.each([
    { name: 'some of the queue: behind the last of them', count: 2, last: 11, next: 12 },
    { name: 'the whole queue: past the markers behind it', count: 3, last: 12, next: 17 },
  ])('commits after $name', ({ count, last, next }) => {
    expect(offsetsAfter(run(fetched(10, 3, 17)).state, count)).toEqual({ last, next });
  });

  it('commits behind all offsets that cannot be read when it has dealt with them', () => {
    const damaged = { ...record(11), unreadable: { last: 14, reason: 'damaged' } };
    const input: PartitionInput = { type: 'fetched', records: [record(10), damaged, record(15)], next: 16 };
    const { state } = run(input);
    expect(offsetsAfter(state, 1)).toEqual({ last: 10, next: 11 });
    expect(offsetsAfter(state, 2)).toEqual({ last: 14, next: 15 });
  });

  it.each([
    { name: 'commands wait', inputs: [fetched(10, 2, 15)], offset: 10 },
    { name: 'none waits', inputs: [fetched(10, 2, 15), { type: 'committed', count: 2 }], offset: 15 },
    { name: 'none came', inputs: [], offset: 10 },
  ] satisfies { name: string; inputs: PartitionInput[]; offset: number }[])(
    'commits without commands where it stands: $name',
    ({ inputs, offset }) => {
      expect(currentOffset(run(...inputs).state)).toBe(offset);
    },
  );

  it('rests its fetch above four batches and goes on below one', () => {
    const full = run(fetched(10, 9));
    expect(full.actions).toEqual(['pause', 'wake']);
    expect(run(fetched(10, 9), fetched(19, 1)).actions).toEqual(['pause', 'wake', 'wake']);
    const [still, none] = reducePartition(full.state, { type: 'committed', count: 7 });
    expect(none).toEqual([]);
    expect(reducePartition(still, { type: 'committed', count: 1 })[1]).toEqual(['resume']);
  });

  it('wakes for a position that the log does not have, and forgets it when it is opened again', () => {
    const { state, actions } = run({ type: 'out-of-range', position: 10 });
    expect(actions).toEqual(['wake']);
    expect(state.lostPosition).toBe(10);
    expect(run({ type: 'out-of-range', position: 10 }, { type: 'opened', position: 20 }).state).toMatchObject(
      {
        lostPosition: undefined,
        queue: [],
        next: 20,
      },
    );
  });

  it('expires once a minute', () => {
    expect(newPartition(2, 5000).nextExpiry).toBe(65_000);
    expect(run({ type: 'expired', now: 70_000 }).state.nextExpiry).toBe(130_000);
  });

  it('takes a chunk of many small commands', () => {
    expect(run(fetched(10, 200_000)).state.queue).toHaveLength(200_000);
  });
});
