import type { Order } from '@cupcakery/workflow/contracts/order';
import { expect, test } from 'vitest';
import type { Change } from './change.ts';
import { createRing } from './ring.ts';

const change = (partition: number, offset: number): Change<Order> => ({
  partition,
  offset,
  timestamp: 0,
  id: `o${offset}`,
  before: undefined,
  after: null,
  bytes: 1,
});

test('a ring covers everything until the first change leaves it', () => {
  const ring = createRing<Order>(3, [5, 0]);
  for (const [p, o] of [
    [0, 5],
    [1, 0],
    [0, 7],
  ] as const)
    ring.push(change(p, o));
  expect(ring.covers([5, 0])).toBe(true);
  expect(ring.covers([4, 0])).toBe(false);
});

test('a change that leaves raises the floor of its partition only', () => {
  const ring = createRing<Order>(3, [5, 0]);
  for (const [p, o] of [
    [0, 5],
    [1, 0],
    [0, 7],
    [1, 9],
  ] as const)
    ring.push(change(p, o));
  expect(ring.covers([5, 0])).toBe(false);
  expect(ring.covers([6, 0])).toBe(true);
  expect(ring.oldest).toBe(1);
  expect(ring.next).toBe(4);
  expect(ring.get(0)).toBeUndefined();
  expect(ring.get(1)).toMatchObject({ partition: 1, offset: 0 });
  expect(ring.get(3)).toMatchObject({ partition: 1, offset: 9 });
  expect(ring.get(4)).toBeUndefined();
});

test('a position with too few partitions is not covered', () => {
  expect(createRing<Order>(3, [0, 0]).covers([1])).toBe(false);
});
