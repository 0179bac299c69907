import { describe, expect, it } from 'vitest';
import type { KafkaRecord } from '../wire/record.ts';
import {
  currentOffsets,
  isFull,
  newPartition,
  nextCommands,
  offsetsAfter,
  type PartitionAction,
  type PartitionInput,
  reducePartition,
} from './partition-state.ts';

const record = (offset: number, topic: string): KafkaRecord => ({
  topic,
  partition: 0,
  offset,
  timestamp: 0,
  key: 'k',
  value: null,
  headers: Buffer.alloc(0),
});
const fetched = (from: number, count: number, next = from + count, topic = 'commands'): PartitionInput => ({
  type: 'fetched',
  topic,
  records: Array.from({ length: count }, (_, i) => record(from + i, topic)),
  next,
});
const worked = (from: number, count: number, next = from + count) => fetched(from, count, next, 'work');
const opened: PartitionInput = {
  type: 'opened',
  positions: new Map([
    ['commands', 10],
    ['work', 50],
  ]),
};
/** A partition with batches of two commands, its inputs opened at 10 and 50. */
const run = (...inputs: PartitionInput[]) => {
  let state = newPartition(2, 0);
  const actions: PartitionAction[] = [];
  for (const input of [opened, ...inputs]) {
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
    expect(actions).toEqual([{ type: 'wake' }]);
    expect(offsets(nextCommands(state))).toEqual([10, 11]);
    expect(isFull(state)).toBe(true);
    const { state: rest } = run(fetched(10, 3), { type: 'committed', count: 2 });
    expect(offsets(nextCommands(rest))).toEqual([12]);
    expect(isFull(rest)).toBe(false);
  });

  it('takes those of all inputs as they come', () => {
    const { state } = run(fetched(10, 1), worked(50, 1), fetched(11, 1));
    expect(offsets(nextCommands(state))).toEqual([10, 50]);
  });

  it('does not wake for a chunk without commands, but moves past it', () => {
    const { state, actions } = run(fetched(10, 0, 14));
    expect(actions).toEqual([]);
    expect(currentOffsets(state).get('commands')).toBe(14);
  });

  it.each([
    { name: 'some of the queue: behind the last of them', count: 2, last: 11, next: 12 },
    { name: 'the whole queue: past the markers behind it', count: 3, last: 12, next: 17 },
  ])('commits after $name', ({ count, last, next }) => {
    expect(offsetsAfter(run(fetched(10, 3, 17)).state, count)).toEqual(
      new Map([
        ['commands', { last, next }],
        ['work', { last: undefined, next: 50 }],
      ]),
    );
  });

  it.each([
    { count: 1, commands: { last: 10, next: 11 }, work: { last: undefined, next: 50 } },
    { count: 2, commands: { last: 10, next: 11 }, work: { last: 50, next: 51 } },
    { count: 3, commands: { last: 11, next: 12 }, work: { last: 50, next: 51 } },
    { count: 4, commands: { last: 11, next: 12 }, work: { last: 51, next: 59 } },
  ])('commits $count of two inputs, each where it stands', ({ count, commands, work }) => {
    const { state } = run(fetched(10, 1), worked(50, 1), fetched(11, 1), worked(51, 1, 59));
    expect(Object.fromEntries(offsetsAfter(state, count))).toEqual({ commands, work });
  });

  it('commits behind all offsets that cannot be read when it has dealt with them', () => {
    const topic = 'commands';
    const damaged = { ...record(11, topic), unreadable: { last: 14, reason: 'damaged' } };
    const records = [record(10, topic), damaged, record(15, topic)];
    const { state } = run({ type: 'fetched', topic, records, next: 16 });
    expect(offsetsAfter(state, 1).get(topic)).toEqual({ last: 10, next: 11 });
    expect(offsetsAfter(state, 2).get(topic)).toEqual({ last: 14, next: 15 });
  });

  it.each([
    { name: 'commands wait', inputs: [fetched(10, 2, 15)], offset: 10 },
    { name: 'none waits', inputs: [fetched(10, 2, 15), { type: 'committed', count: 2 }], offset: 15 },
    { name: 'none came', inputs: [], offset: 10 },
  ] satisfies { name: string; inputs: PartitionInput[]; offset: number }[])(
    'commits without commands where it stands: $name',
    ({ inputs, offset }) => {
      expect(Object.fromEntries(currentOffsets(run(...inputs).state))).toEqual({
        commands: offset,
        work: 50,
      });
    },
  );

  it('rests the fetch of an input above four batches and goes on below one', () => {
    const full = run(fetched(10, 9));
    const [pause, wake] = [{ type: 'pause', topic: 'commands' }, { type: 'wake' }];
    expect(full.actions).toEqual([pause, wake]);
    expect(run(fetched(10, 9), fetched(19, 1)).actions).toEqual([pause, wake, wake]);
    const [still, none] = reducePartition(full.state, { type: 'committed', count: 7 });
    expect(none).toEqual([]);
    const resume = { type: 'resume', topic: 'commands' };
    expect(reducePartition(still, { type: 'committed', count: 1 })[1]).toEqual([resume]);
  });

  it('does not rest an input because another one has much', () => {
    expect(run(fetched(10, 9), worked(50, 2)).actions.filter(({ type }) => type === 'pause')).toEqual([
      { type: 'pause', topic: 'commands' },
    ]);
  });

  it('wakes for a position that the log does not have, and forgets it when it is opened again', () => {
    const outOfRange: PartitionInput = { type: 'out-of-range', topic: 'work', position: 50 };
    const { state, actions } = run(outOfRange);
    expect(actions).toEqual([{ type: 'wake' }]);
    expect(state.lost).toEqual({ topic: 'work', position: 50 });
    expect(run(outOfRange, opened).state).toMatchObject({ lost: undefined, queue: [] });
  });

  it('expires once a minute, and goes on soon while there is more', () => {
    expect(newPartition(2, 5000).nextExpiry).toBe(65_000);
    expect(run({ type: 'expired', now: 70_000, more: false }).state.nextExpiry).toBe(130_000);
    expect(run({ type: 'expired', now: 70_000, more: true }).state.nextExpiry).toBe(71_000);
  });

  it('takes a chunk of many small commands', () => {
    expect(run(fetched(10, 200_000)).state.queue).toHaveLength(200_000);
  });
});
