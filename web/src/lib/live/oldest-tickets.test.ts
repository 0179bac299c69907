import { emptyOrderSet } from '@cupcakery/client/order-set';
import { expect, test } from 'vitest';
import type { OldestTicketsQuery } from '../../generated/graphql.ts';
import type { Order } from '../orders/order.ts';
import { areTooMany, withOldest } from './oldest-tickets.ts';

const tooMany = {
  ...emptyOrderSet<Order>(),
  problem: { code: 'SNAPSHOT_TOO_LARGE', message: 'More than 20000 orders match.' },
};
const answer = (waiting: number | null) => {
  const tickets = [{ order: { id: 'a' } }, { order: { id: 'b' } }];
  const stages = [{ stage: 'mix', waiting, working: 2, claimed: 3 }];
  return { tickets, backlog: { stages } } as OldestTicketsQuery;
};

test('only a set that is too large is replaced', () => {
  expect(areTooMany(tooMany)).toBe(true);
  expect(areTooMany({ ...tooMany, problem: { code: 'UNAVAILABLE', message: '' } })).toBe(false);
  expect(areTooMany(emptyOrderSet())).toBe(false);
});

test.each([
  ['all that wait, are worked on or are claimed', 30_000, 30_005],
  ['unknown when what waits is unknown', null, undefined],
  ['never fewer than are shown', -5, 2],
])('the number of tickets is %s', (_name, waiting, total) => {
  const shown = withOldest(tooMany, answer(waiting), 'mix', 7);
  expect(shown).toMatchObject({ known: true, updatedAt: 7, oldestOf: { total } });
  expect([...shown.orders.keys()]).toEqual(['a', 'b']);
  expect(shown.problem).toBeUndefined();
});
