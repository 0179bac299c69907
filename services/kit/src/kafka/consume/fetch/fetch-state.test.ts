import { describe, expect, it } from 'vitest';
import type { WirePartition } from '../../wire/fetch-response.ts';
import type { WireBatch } from '../../wire/read-batch.ts';
import {
  type FetchInput,
  type FetchState,
  leadersOf,
  noPartitions,
  type PartitionFetch,
  reduceFetch,
  toRequest,
} from './fetch-state.ts';

const orders = { topic: 'orders', partition: 0 };
const assigned = (position = 5): FetchState =>
  reduceFetch(noPartitions, { type: 'assign', ...orders, position })[0];
const requestedOf = (state: FetchState): PartitionFetch => {
  const [first] = state.partitions.values();
  if (!first) throw new Error('nothing is assigned');
  return first;
};

/** A batch of records at `base` and the offsets behind it. */
const batch = (base: number, count: number, more: Partial<WireBatch> = {}): WireBatch => ({
  base,
  next: base + count,
  count,
  producerId: '-1',
  transactional: false,
  control: false,
  records: Array.from({ length: count }, (_, i) => ({
    offset: base + i,
    timestamp: 0,
    key: Buffer.from(`k${base + i}`),
    value: null,
    headers: Buffer.alloc(0),
  })),
  ...more,
});
const answer = (more: Partial<WirePartition> = {}): WirePartition => ({
  partition: 0,
  errorCode: 0,
  highWatermark: 20,
  lastStableOffset: 15,
  logStart: 0,
  aborted: [],
  batches: [],
  ...more,
});
const fetched = (requested: PartitionFetch, data: WirePartition): FetchInput => ({
  type: 'fetched',
  requested,
  data,
  isolation: 'committed',
});

describe('a fetch', () => {
  it('moves the position past all that was fetched, and shows records from the position on', () => {
    const state = assigned(5);
    const [next, actions] = reduceFetch(
      state,
      fetched(requestedOf(state), answer({ batches: [batch(4, 3)] })),
    );
    expect(requestedOf(next).position).toBe(7);
    expect(actions).toEqual([
      { type: 'chunk', chunk: expect.objectContaining({ ...orders, next: 7, end: 15 }) },
    ]);
    const [action] = actions;
    const records = action?.type === 'chunk' ? action.chunk.records : [];
    expect(records.map(({ key }) => key)).toEqual(['k5', 'k6']);
  });

  it('moves past markers and batches that compaction emptied without showing a record', () => {
    const state = assigned(5);
    const batches = [batch(5, 0, { next: 8 }), batch(8, 1, { control: true, transactional: true })];
    const [next, [action]] = reduceFetch(state, fetched(requestedOf(state), answer({ batches })));
    expect(requestedOf(next).position).toBe(9);
    expect(action).toMatchObject({ type: 'chunk', chunk: { records: [], next: 9 } });
  });

  it('without records keeps the position and reports the end that it saw', () => {
    const state = assigned(15);
    const requested = requestedOf(state);
    expect(reduceFetch(state, fetched(requested, answer()))[1]).toMatchObject([
      { chunk: { next: 15, end: 15 } },
    ]);
    const uncommitted: FetchInput = { type: 'fetched', requested, data: answer(), isolation: 'uncommitted' };
    expect(reduceFetch(state, uncommitted)[1]).toMatchObject([{ chunk: { next: 15, end: 20 } }]);
  });

  it.each<[string, (state: FetchState) => FetchInput[]]>([
    ['revoked', () => [{ type: 'unassign', ...orders }]],
    ['assigned again at the same position', () => [{ type: 'assign', ...orders, position: 5 }]],
    ['paused', () => [{ type: 'pause', ...orders }]],
    ['moved on', (state) => [fetched(requestedOf(state), answer({ batches: [batch(5, 1)] }))]],
  ])('is ignored when the partition was %s meanwhile', (_name, meanwhile) => {
    const before = assigned(5);
    const requested = requestedOf(before);
    const state = meanwhile(before).reduce((s, input) => reduceFetch(s, input)[0], before);
    expect(reduceFetch(state, fetched(requested, answer({ batches: [batch(5, 2)] })))).toEqual([state, []]);
  });

  it('counts when the partition was paused and resumed meanwhile', () => {
    const before = assigned(5);
    const paused = reduceFetch(before, { type: 'pause', ...orders })[0];
    const [resumed, actions] = reduceFetch(paused, { type: 'resume', ...orders });
    expect(actions).toEqual([{ type: 'wake' }]);
    const input = fetched(requestedOf(before), answer({ batches: [batch(5, 1)] }));
    expect(reduceFetch(resumed, input)[1]).toHaveLength(1);
  });

  it('of a position that the log does not have rests the partition until it is assigned again', () => {
    const state = assigned(5);
    const [next, actions] = reduceFetch(state, fetched(requestedOf(state), answer({ errorCode: 1 })));
    expect(actions).toEqual([{ type: 'out-of-range', ...orders, position: 5 }]);
    expect(toRequest(next, 1, () => 1)).toEqual([]);
  });

  it('that the broker refuses keeps the position, reports the code, and rests the partition until its retry', () => {
    const state = assigned(5);
    const refused = (s: FetchState) => reduceFetch(s, fetched(requestedOf(s), answer({ errorCode: 6 })));
    const [once, actions] = refused(state);
    const fetch = { ...requestedOf(state), failures: 1, resting: true };
    expect(requestedOf(once)).toEqual(fetch);
    expect(actions).toEqual([{ type: 'failed', code: 6, fetch }]);
    expect(toRequest(once, 1, () => 1)).toEqual([]);
    const retry = { type: 'retry' as const, ...orders, assignment: fetch.assignment };
    const [retried, wake] = reduceFetch(once, retry);
    expect(wake).toEqual([{ type: 'wake' }]);
    expect(toRequest(retried, 1, () => 1)).toHaveLength(1);
    expect(requestedOf(refused(retried)[0]).failures).toBe(2);
    const [served] = reduceFetch(retried, fetched(requestedOf(retried), answer()));
    expect(requestedOf(served).failures).toBe(0);
  });

  it('is not retried for an earlier assignment, nor when it does not rest', () => {
    const state = assigned(5);
    expect(reduceFetch(state, { type: 'retry', ...orders, assignment: 1 })).toEqual([state, []]);
    const [resting] = reduceFetch(state, fetched(requestedOf(state), answer({ errorCode: 6 })));
    expect(reduceFetch(resting, { type: 'retry', ...orders, assignment: 7 })).toEqual([resting, []]);
  });

  it('with damage shows what lies before it, then what cannot be read, and goes on behind that', () => {
    const state = assigned(5);
    const damaged = { base: 7, next: 10, reason: 'the checksum is wrong' };
    const [next, actions] = reduceFetch(
      state,
      fetched(requestedOf(state), answer({ batches: [batch(5, 2)], damaged })),
    );
    expect(requestedOf(next).position).toBe(10);
    expect(actions).toMatchObject([
      { type: 'chunk', chunk: { next: 7, records: [{ key: 'k5' }, { key: 'k6' }] } },
      { type: 'unreadable', range: { ...orders, first: 7, last: 9, reason: 'the checksum is wrong' } },
    ]);
  });
});

describe('assigned partitions', () => {
  it('are requested from their leaders unless they are paused', () => {
    const inputs: FetchInput[] = [0, 1, 2].map((partition) => ({
      type: 'assign',
      topic: 'orders',
      partition,
      position: 0,
    }));
    inputs.push({ type: 'pause', topic: 'orders', partition: 2 });
    const state = inputs.reduce((s, input) => reduceFetch(s, input)[0], noPartitions);
    const leaderOf = ({ partition }: { partition: number }) => (partition === 1 ? undefined : 7);
    expect(toRequest(state, 7, leaderOf).map(({ partition }) => partition)).toEqual([0]);
    expect(leadersOf(state, leaderOf)).toEqual(new Set([7, undefined]));
  });

  it('that nobody has cannot be paused or resumed', () => {
    expect(reduceFetch(noPartitions, { type: 'resume', ...orders })).toEqual([noPartitions, []]);
    expect(reduceFetch(noPartitions, { type: 'unassign', ...orders })[1]).toEqual([]);
  });
});
