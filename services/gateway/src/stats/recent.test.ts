import type { Order } from '@cupcakery/workflow/contracts/order';
import { describe, expect, test } from 'vitest';
import { ago, now, orderThen } from '../testing/tea-then.ts';
import { createRecentCount } from './recent.ts';

function recentSecondsOf(orders: Order[]) {
  const count = createRecentCount(now);
  for (const order of orders) count.add(order);
  return count.result();
}

describe('the recent time at a stage', () => {
  const took = (seconds: number, doneAgo = 10) =>
    orderThen({
      updatedAt: ago(doneAgo),
      stages: [{ name: 'boil', readyAt: ago(doneAgo + seconds), completedAt: ago(doneAgo) }],
    });

  test('is the 25th and the 90th percentile of the last hour', () => {
    const orders = Array.from({ length: 10 }, (_, i) => took(i + 1));
    expect(recentSecondsOf([...orders, took(500, 3700)])).toEqual(
      new Map([['boil', { total: { from: 3, to: 9 }, work: undefined }]]),
    );
  });

  test('is known of the work alone where its start was reported', () => {
    const orders = [1, 2, 3, 4, 5].map((seconds) =>
      orderThen({
        updatedAt: ago(10),
        stages: [{ name: 'boil', readyAt: ago(100), startedAt: ago(10 + seconds), completedAt: ago(10) }],
      }),
    );
    expect(recentSecondsOf(orders).get('boil')?.work).toEqual({ from: 2, to: 5 });
  });

  test('is unknown of the work where only its end was reported', () => {
    const finished = (startedAt: string, doneAgo: number) =>
      orderThen({
        updatedAt: ago(doneAgo),
        stages: [{ name: 'boil', readyAt: ago(100), startedAt, completedAt: ago(doneAgo) }],
      });
    const orders = [1, 2, 3, 4, 5].map((doneAgo) => finished(ago(doneAgo), doneAgo));
    expect(recentSecondsOf(orders).get('boil')?.work).toBeUndefined();
    orders.push(...[1, 2, 3, 4, 5].map((doneAgo) => finished(ago(doneAgo + 7), doneAgo)));
    expect(recentSecondsOf(orders).get('boil')?.work).toEqual({ from: 7, to: 7 });
  });

  test('is unknown with fewer than five values', () => {
    expect(recentSecondsOf([1, 2, 3, 4].map((s) => took(s))).get('boil')).toEqual({
      total: undefined,
      work: undefined,
    });
  });
});
