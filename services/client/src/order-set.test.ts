import { expect, test } from 'vitest';
import { applyChanges, emptyOrderSet, type OrderChange, type Versioned } from './order-set.ts';

const order = (id: string, version: number): Versioned => ({ id, version });
const snapshot = (...orders: Versioned[]): OrderChange<Versioned> => ({
  kind: 'SNAPSHOT',
  orders,
  removed: [],
});
const change = (orders: Versioned[], removed: string[] = []): OrderChange<Versioned> => ({
  kind: 'CHANGE',
  orders,
  removed,
});
const versions = (...changes: OrderChange<Versioned>[]) =>
  Object.fromEntries(
    [...applyChanges(emptyOrderSet(), changes).orders.values()].map(({ id, version }) => [id, version]),
  );

test('nothing is known before the first payload', () => {
  expect(emptyOrderSet().known).toBe(false);
  expect(applyChanges(emptyOrderSet(), [snapshot()]).known).toBe(true);
});

test('a snapshot replaces what was there', () => {
  expect(versions(snapshot(order('a', 3), order('b', 1)), snapshot(order('a', 2)))).toEqual({ a: 2 });
});

test('a change merges only what is newer, so a repeat after a reconnection does nothing', () => {
  expect(versions(snapshot(order('a', 3)), change([order('a', 2), order('b', 1)]))).toEqual({ a: 3, b: 1 });
});

test('an order that comes twice in one payload ends at its newest version', () => {
  expect(versions(change([order('a', 2), order('a', 4), order('a', 3)]))).toEqual({ a: 4 });
});

test('a removal deletes, and an old change does not bring the order back', () => {
  const gone = [snapshot(order('a', 3)), change([], ['a']), change([order('a', 2)]), change([order('a', 3)])];
  expect(versions(...gone)).toEqual({});
});

test('an order that really comes back, after a recall, is there again', () => {
  expect(versions(snapshot(order('a', 3)), change([], ['a']), change([order('a', 5)]))).toEqual({ a: 5 });
});

test('the set before is not touched', () => {
  const before = applyChanges(emptyOrderSet(), [snapshot(order('a', 1))]);
  applyChanges(before, [change([order('a', 2)], ['a'])]);
  expect(before.orders.get('a')).toEqual({ id: 'a', version: 1 });
});

test('where orders went is kept until they come back, for the youngest only', () => {
  const left = { ...change([], ['a']), gone: [order('a', 4)] };
  const before = applyChanges(emptyOrderSet(), [snapshot(order('a', 3)), left]);
  expect(before.gone.get('a')).toEqual(order('a', 4));
  expect(applyChanges(before, [change([order('a', 5)])]).gone.size).toBe(0);
  const many = Array.from({ length: 500 }, (_, n) => order(`${n}`, 1));
  const after = applyChanges(before, [{ ...change([]), gone: many }]);
  expect(after.gone.size).toBe(200);
  expect(after.gone.has('499')).toBe(true);
});
