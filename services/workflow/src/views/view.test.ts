import { describe, expect, test } from 'vitest';
import type { OrderState } from '../contracts/order-state.ts';
import { readSnapshot, type Snapshot } from '../contracts/snapshot.ts';
import { ann, carl, command, from, timeAt } from '../testing/decider-spec.ts';
import { createOrderView } from './view.ts';

/** The snapshots of an order that was placed and then cancelled, at these seconds. */
function life(id: string, placedAt: number, cancelledAt: number): [open: Snapshot, closed: Snapshot] {
  let state: OrderState | undefined;
  const steps = [command('place', carl), command('cancel', ann)].map((c, i) => {
    const answer = from(state).when({ ...c, orderId: id }, i === 0 ? placedAt : cancelledAt);
    state = answer.outcome.state;
    return readSnapshot(answer.records.find((r) => r.topic === 'cakes.orders')?.value ?? null);
  });
  const [open, closed] = steps;
  if (!open || !closed) throw new Error('no snapshots');
  return [open, closed];
}
const ids = (snapshots: Iterable<Snapshot>) => [...snapshots].map((s) => s.id);
const time = (seconds: number) => Date.parse(timeAt(seconds));
const minute = 60;

describe('a view of orders', () => {
  test('has open orders first, each group by last change', () => {
    const view = createOrderView({ archiveAfter: 60, maxOrders: 10 });
    const [a, b] = [life('a', 0, 5), life('b', 0, 5)];
    view.apply('a', a[0]);
    view.apply('b', b[0]);
    view.apply('a', { ...a[0], version: 2 });
    expect(ids(view.values())).toEqual(['b', 'a']);
    view.apply('b', b[1]);
    expect([ids(view.values()), ids(view.open())]).toEqual([['a', 'b'], ['a']]);
    expect(view.get('b')?.status).toBe('cancelled');
  });

  test('ignores an old or repeated version', () => {
    const view = createOrderView({ archiveAfter: 60, maxOrders: 10 });
    const [open, closed] = life('a', 0, 5);
    expect([view.apply('a', open), view.apply('a', open)]).toEqual([true, false]);
    expect([view.apply('a', closed), view.apply('a', open), view.apply('a', closed)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(view.get('a')).toBe(closed);
    expect(view.size).toBe(1);
  });

  test('drops an order at its tombstone, open or closed', () => {
    const view = createOrderView({ archiveAfter: 60, maxOrders: 10 });
    const [open, closed] = life('a', 0, 5);
    for (const snapshot of [open, closed]) {
      view.apply('a', snapshot);
      expect([view.apply('a', null), view.apply('a', null)]).toEqual([true, false]);
      expect([view.size, view.get('a')]).toEqual([0, undefined]);
    }
  });
});

describe('bounds', () => {
  test('the oldest closed orders are dropped first, in whatever order they arrived', () => {
    const view = createOrderView({ archiveAfter: 1e6, maxOrders: 3 });
    // As a restore reads them: one partition after the other, not by age.
    const closings: [string, number][] = [
      ['b1', 5 * minute],
      ['b2', 9 * minute],
      ['a1', minute],
      ['a2', 6 * minute],
    ];
    for (const [id, at] of closings) view.apply(id, life(id, 0, at)[1]);
    expect([ids(view.values()), view.evicted]).toEqual([['b1', 'b2', 'a2'], 1]);
    view.apply('c', life('c', 0, 10 * minute)[1]);
    expect([ids(view.values()), view.evicted]).toEqual([['b2', 'a2', 'c'], 2]);
  });

  test('open orders always stay and push closed ones out', () => {
    const view = createOrderView({ archiveAfter: 1e6, maxOrders: 2 });
    view.apply('old', life('old', 0, 5)[1]);
    for (const id of ['a', 'b', 'c']) view.apply(id, life(id, 0, 5)[0]);
    expect([ids(view.values()), view.size, view.evicted]).toEqual([['a', 'b', 'c'], 3, 1]);
  });

  test('a closed order that had its tombstone is not counted as evicted', () => {
    const view = createOrderView({ archiveAfter: 1e6, maxOrders: 1 });
    view.apply('a', life('a', 0, minute)[1]);
    view.apply('a', null);
    view.apply('b', life('b', 0, 2 * minute)[1]);
    view.apply('c', life('c', 0, 3 * minute)[1]);
    expect([ids(view.values()), view.evicted]).toEqual([['c'], 1]);
  });

  test('expire drops closed orders by age, even if a younger one arrived before', () => {
    const view = createOrderView({ archiveAfter: 10 * minute, maxOrders: 100 });
    for (const [id, at] of [
      ['young', 9],
      ['old', 1],
    ] as const)
      view.apply(id, life(id, 0, at * minute)[1]);
    view.apply('open', life('open', 0, minute)[0]);
    view.expire(time(11 * minute));
    expect(ids(view.values())).toEqual(['open', 'young', 'old']);
    view.expire(time(12 * minute));
    expect(ids(view.values())).toEqual(['open', 'young']);
    view.expire(time(20 * minute));
    expect(ids(view.values())).toEqual(['open']);
  });

  test('200,000 changes and as many evictions are fast', () => {
    const view = createOrderView({ archiveAfter: 1e6, maxOrders: 50_000 });
    const [open, closed] = life('a', 0, minute);
    const start = performance.now();
    for (let i = 0; i < 100_000; i++) view.apply(`o${i}`, open);
    for (let i = 0; i < 100_000; i++) view.apply(`o${i}`, closed);
    expect(view.size).toBe(50_000);
    // About 0.2 s; walking over the deleted entries at each eviction would take minutes.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
