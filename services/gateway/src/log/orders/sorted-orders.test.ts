import fc from 'fast-check';
import { expect, test } from 'vitest';
import { teaOrder } from '../../testing/tea.ts';
import { createSortedOrders, isListedBefore } from './sorted-orders.ts';

const orderOf = (n: number) =>
  teaOrder({ id: `o${n}`, updatedAt: new Date(Math.floor(n / 3) * 1000).toISOString() });
const inOrder = (numbers: Iterable<number>) =>
  [...numbers].map(orderOf).sort((a, b) => (isListedBefore(a, b) ? -1 : 1));

test('thousands of orders stay sorted while they are added and removed in any order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), fc.infiniteStream(fc.nat(4999)), (count, numbers) => {
      const sorted = createSortedOrders();
      const present = new Set<number>();
      for (let i = 0; i < count; i += 1) {
        const n = numbers.next().value ?? 0;
        if (present.delete(n)) sorted.remove(orderOf(n));
        else {
          present.add(n);
          sorted.add(orderOf(n));
        }
      }
      const expected = inOrder(present);
      expect(sorted.size).toBe(present.size);
      expect([...sorted.after()].map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      const key = orderOf(2500);
      expect([...sorted.after(key)].map(({ id }) => id)).toEqual(
        expected.filter((order) => isListedBefore(key, order)).map(({ id }) => id),
      );
      for (const n of present) sorted.remove(orderOf(n));
      expect([...sorted.after()]).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('of an order that is not in the list nothing is removed', () => {
  const sorted = createSortedOrders();
  sorted.add(orderOf(1));
  sorted.remove(orderOf(2));
  expect(sorted.size).toBe(1);
});
