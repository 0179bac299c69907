import { expect, test } from 'vitest';
import { ago, orderThen } from '../testing/tea-then.ts';
import { recentlyDone } from './recently-done.ts';

test('what left a stage last comes first', () => {
  const orders = [3, 1, 2, 5].map((n) =>
    orderThen({ id: `d-${n}`, stages: [{ name: 'boil', completedAt: ago(n) }] }),
  );
  expect(recentlyDone([...orders, orderThen({})], 'boil', 3).map((o) => o.id)).toEqual(['d-1', 'd-2', 'd-3']);
});
