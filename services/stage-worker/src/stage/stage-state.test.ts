import { describe, expect, it } from 'vitest';
import type { Ticket } from '../tickets/ticket.ts';
import type { AssignedTicket } from './stage-partition.ts';
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
const at = (...offsets: number[]) => offsets.map((offset) => ({ offset }));
const read = ({ offset }: { offset: number }, { partition }: { partition: number }) =>
  ticketAt(offset, partition);
const small: StageLimits = { maxInFlight: 2, maxOffsetSpan: 10, prefetchLimit: 4 };
/** A state with partition 0 open at 0 and fetched up to the last offset. */
const stateWith = (offsets: number[], limits = small): StageState => {
  const state = new StageState(limits);
  state.open(0, 0, undefined);
  state.add(0, at(...offsets), (offsets.at(-1) ?? -1) + 1, read);
  return state;
};
const offsetsOf = (taken: AssignedTicket[]) => taken.map(({ ticket }) => ticket.offset);
const commits = (state: StageState, targetDown = false) =>
  state.dirty(targetDown).map(({ offset, metadata }) => ({ offset, metadata }));

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
    state.open(1, 0, undefined);
    state.add(1, at(5, 6), 7, read);
    expect(state.take(0).map(({ ticket }) => ticket.orderId)).toEqual(['o-0-0', 'o-1-5', 'o-0-1', 'o-1-6']);
  });

  it('wait when one far below them is stuck', () => {
    const state = stateWith([0, 10, 11]);
    expect(offsetsOf(state.take(0))).toEqual([0, 10]);
    const [stuck] = stateWith([0, 11]).take(0);
    expect(stuck?.ticket.offset).toBe(0);
    expect(offsetsOf(state.take(1))).toEqual([]);
  });

  it('that are no tickets, or were finished before a restart, are not taken', () => {
    const state = new StageState(small);
    state.open(0, 5, new Set([6]));
    const seen: number[] = [];
    state.add(0, at(5, 6, 7), 8, (record, partition) => {
      seen.push(record.offset);
      return record.offset === 5 ? undefined : read(record, partition);
    });
    expect(seen).toEqual([5, 7]);
    expect(offsetsOf(state.take(0))).toEqual([7]);
  });

  it('rest their fetch when many wait, and fetch again below half of them', () => {
    const state = new StageState({ ...small, maxInFlight: 100, maxOffsetSpan: 100 });
    state.open(0, 0, undefined);
    expect(state.add(0, at(0, 1, 2), 3, read)).toBeUndefined();
    expect(state.add(0, at(3), 4, read)).toBe('pause');
    expect(state.add(0, at(4), 5, read)).toBeUndefined();
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
    const dirty = state.dirty(false);
    expect(dirty).toMatchObject([{ offset: 2, metadata: '' }]);
    state.committed(dirty);
    expect(commits(state)).toEqual([]);
  });

  it('are committed again when only the target went down, or is back', () => {
    const state = stateWith([0]);
    state.committed(state.dirty(false));
    expect(commits(state, true)).toEqual([{ offset: 0, metadata: 'down;' }]);
    state.committed(state.dirty(true));
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
    expect(state.add(0, at(2), 3, read)).toBeUndefined();
  });

  it('that only wait are dropped before a stop', () => {
    const state = stateWith([0, 1]);
    state.clearWaiting();
    expect(state.take(0)).toEqual([]);
    expect(commits(state)).toEqual([{ offset: 0, metadata: '' }]);
  });

  it('of a manual stage are held without a bound', () => {
    const state = stateWith([0, 1, 1000], stageLimits(undefined));
    expect(offsetsOf(state.take(50))).toEqual([0, 1, 1000]);
    expect(stageLimits(8)).toEqual({ maxInFlight: 8, maxOffsetSpan: 128, prefetchLimit: 64 });
  });
});
