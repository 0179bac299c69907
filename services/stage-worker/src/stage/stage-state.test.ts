import { describe, expect, it } from 'vitest';
import { isTicket, type Ticket } from '../tickets/ticket.ts';
import type { AssignedItem } from './stage-partition.ts';
import { type StageLimits, StageState, stageLimits } from './stage-state.ts';

const ticketAt = (offset: number, partition = 0): Ticket => ({
  partition,
  offset,
  orderId: `o-${partition}-${offset}`,
  visit: 1,
  readyAt: 0,
  value: Buffer.alloc(0),
  traceparent: undefined,
});
const chunk = (offsets: number[], next: number, partition = 0) => ({
  partition,
  records: offsets.map((offset) => ({ offset, key: null, partition })),
  next,
  end: next,
});
const read = ({ offset, partition }: { offset: number; partition: number }) => ticketAt(offset, partition);
const refuse = (): never => {
  throw new Error('not JSON');
};
const small: StageLimits = { maxInFlight: 2, maxHeld: 100, maxOffsetSpan: 10, prefetchLimit: 4 };
/** A state with partition 0 open at 0 and fetched up to the last offset. */
const stateWith = (offsets: number[], limits = small): StageState => {
  const state = new StageState(limits);
  state.open(0, { offset: 0 });
  state.add(chunk(offsets, (offsets.at(-1) ?? -1) + 1), read);
  return state;
};
const offsetsOf = (taken: AssignedItem[]) => taken.map(({ item }) => item.offset);
const commits = (state: StageState, targetDown = false) =>
  state.dirty({ targetDown }).map(({ point: { offset, metadata } }) => ({ offset, metadata }));

describe('the tickets of a stage', () => {
  it.each([
    { inFlight: 0, taken: [0, 1] },
    { inFlight: 1, taken: [0] },
    { inFlight: 2, taken: [] },
    { inFlight: 3, taken: [] },
  ])('with $inFlight in work are taken while there is room', ({ inFlight, taken }) => {
    expect(offsetsOf(stateWith([0, 1, 2]).take(inFlight))).toEqual(taken);
  });

  it('are taken round robin over the partitions', () => {
    const state = stateWith([0, 1, 2], { ...small, maxInFlight: 4 });
    state.open(1, { offset: 0 });
    state.add(chunk([5, 6], 7, 1), read);
    expect(state.take(0).map(({ item }) => isTicket(item) && item.orderId)).toEqual([
      'o-0-0',
      'o-1-5',
      'o-0-1',
      'o-1-6',
    ]);
  });

  it('wait when one far below them is stuck', () => {
    const state = stateWith([0, 10, 11]);
    expect(offsetsOf(state.take(0))).toEqual([0, 10]);
    const [stuck] = stateWith([0, 11]).take(0);
    expect(stuck?.item.offset).toBe(0);
    expect(offsetsOf(state.take(1))).toEqual([]);
  });

  it('that were finished before a restart are not taken', () => {
    const state = new StageState(small);
    state.open(0, { offset: 5, finished: new Set([6]) });
    state.add(chunk([5, 6, 7], 8), read);
    expect(offsetsOf(state.take(0))).toEqual([5, 7]);
  });

  it('rest their fetch when many wait, and fetch again below half of them', () => {
    const state = new StageState({ ...small, maxInFlight: 100, maxOffsetSpan: 100 });
    state.open(0, { offset: 0 });
    expect(state.add(chunk([0, 1, 2], 3), read)).toBeUndefined();
    expect(state.add(chunk([3], 4), read)).toBe('pause');
    expect(state.add(chunk([4], 5), read)).toBeUndefined();
    state.take(97);
    expect(state.resume()).toEqual([]);
    state.take(99);
    expect(state.resume()).toEqual([0]);
    expect(state.resume()).toEqual([]);
  });

  it('are committed up to the oldest unfinished one, once', () => {
    const state = stateWith([0, 1, 2]);
    const [first, second] = state.take(0);
    expect(commits(state)).toEqual([{ offset: 0, metadata: '' }]);
    second?.partition.tracker.finish(1);
    expect(commits(state)).toEqual([{ offset: 0, metadata: 'f:1' }]);
    first?.partition.tracker.finish(0);
    const dirty = state.dirty({});
    expect(dirty).toMatchObject([{ point: { offset: 2, metadata: '' } }]);
    state.committed(dirty);
    expect(commits(state)).toEqual([]);
  });

  it('are committed again when only the target went down, or is back', () => {
    const state = stateWith([0]);
    state.committed(state.dirty({}));
    expect(commits(state, true)).toEqual([{ offset: 0, metadata: 'down;' }]);
    state.committed(state.dirty({ targetDown: true }));
    expect(commits(state, true)).toEqual([]);
    expect(commits(state)).toEqual([{ offset: 0, metadata: '' }]);
  });

  it('of a revoked partition are neither taken nor committed, and their work is aborted', () => {
    const state = stateWith([0, 1]);
    const [taken] = state.take(1);
    expect(state.close(0)).toBe(taken?.partition);
    expect(taken?.partition.revoked.signal.aborted).toBe(true);
    expect(state.take(0)).toEqual([]);
    expect(commits(state)).toEqual([]);
    expect(state.close(0)).toBeUndefined();
    expect(state.add(chunk([2], 3), read)).toBeUndefined();
  });

  it('that only wait are dropped before a stop', () => {
    const state = stateWith([0, 1]);
    state.clearWaiting();
    expect(state.take(0)).toEqual([]);
    expect(commits(state)).toEqual([{ offset: 0, metadata: '' }]);
  });

  it('of a manual stage are held however far apart they are, up to a bound, and the others wait', () => {
    const state = stateWith([0, 1, 100_000, 100_001], stageLimits(undefined, 3));
    const taken = state.take(0);
    expect(offsetsOf(taken)).toEqual([0, 1, 100_000]);
    for (const { partition } of taken) partition.held += 1;
    expect(state.take(0)).toEqual([]);
    for (const { partition } of taken.slice(1)) partition.held -= 1;
    expect(offsetsOf(state.take(0))).toEqual([100_001]);
    expect(stageLimits(8, 3)).toEqual({ maxInFlight: 8, maxHeld: 3, maxOffsetSpan: 128, prefetchLimit: 64 });
  });

  it('that adopts foreign records waits until a commit remembers from where on their positions make ids', () => {
    const state = new StageState(small);
    state.open(0, { offset: 5, ownIdsFrom: 'end' });
    const rules: number[] = [];
    const note = (record: { offset: number; partition: number }, ownIdsFrom: number) => {
      rules.push(ownIdsFrom);
      return read(record);
    };
    state.committed(state.dirty({}));
    state.add({ ...chunk([5, 6], 7), end: 9 }, note);
    state.add({ ...chunk([7, 9], 10), end: 10 }, note);
    expect(rules).toEqual([9, 9, 9, 9]);
    expect(state.take(0)).toEqual([]);
    const dirty = state.dirty({});
    expect(dirty).toMatchObject([{ point: { offset: 5, metadata: 's:9;' } }]);
    expect(state.committed(dirty)).toBe(true);
    expect(offsetsOf(state.take(0))).toEqual([5, 6]);
  });

  it.each([
    ['remembers it', 3],
    ['was never made', 0],
  ])('that adopts foreign records works at once when the commit %s', (_name, ownIdsFrom) => {
    const state = new StageState(small);
    state.open(0, { offset: 5, ownIdsFrom });
    state.add(chunk([5], 6), read);
    expect(offsetsOf(state.take(0))).toEqual([5]);
    expect(commits(state)).toEqual([{ offset: 5, metadata: `s:${ownIdsFrom};` }]);
  });
});

describe('records that are no tickets', () => {
  it('wait for room as tickets do, and rest the fetch', () => {
    const state = new StageState({ ...small, maxOffsetSpan: 1000 });
    state.open(0, { offset: 0 });
    expect(state.add(chunk([0, 1, 2, 3], 4), refuse)).toBe('pause');
    expect(offsetsOf(state.take(0))).toEqual([0, 1]);
    expect(state.take(2)).toEqual([]);
  });

  it('are summed up when 100,000 of them come in a row, and committed as they are reported', () => {
    const state = new StageState({
      maxInFlight: 8,
      maxHeld: 100,
      maxOffsetSpan: 1_000_000,
      prefetchLimit: 64,
    });
    state.open(0, { offset: 0 });
    let reports = 0;
    for (let from = 0; from < 100_000; from += 1000) {
      const offsets = Array.from({ length: 1000 }, (_, i) => from + i);
      state.add(chunk(offsets, from + 1000), refuse);
      for (let taken = state.take(0); taken.length > 0; taken = state.take(0)) {
        expect(taken.length).toBeLessThanOrEqual(8);
        reports += taken.length;
        for (const { partition, item } of taken) {
          const finished = isTicket(item) ? [item.offset] : item.offsets;
          for (const offset of finished) partition.tracker.finish(offset);
        }
      }
      state.resume();
      expect(commits(state)).toEqual([{ offset: from + 1000, metadata: '' }]);
    }
    expect(reports).toBe(200);
  });

  it('are reported one by one again behind a ticket', () => {
    const state = new StageState({
      maxInFlight: 1000,
      maxHeld: 1000,
      maxOffsetSpan: 1000,
      prefetchLimit: 1000,
    });
    state.open(0, { offset: 0 });
    const offsets = Array.from({ length: 301 }, (_, i) => i);
    state.add(chunk(offsets, 301), (record) => (record.offset === 150 ? read(record) : refuse()));
    const sizes = state.take(0).map(({ item }) => (isTicket(item) ? 0 : item.offsets.length));
    expect(sizes).toEqual([...Array(100).fill(1), 50, 0, ...Array(100).fill(1), 50]);
  });
});
