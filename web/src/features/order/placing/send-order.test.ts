import { expect, test } from 'vitest';
import type { Order, UserError } from '../../../lib/orders/order.ts';
import { randomKey } from '../../../lib/random-key.ts';
import { attemptFor } from './attempt.ts';
import { type Reply, sendOrder } from './send-order.ts';

const order = { id: 'a-1' } as Order;
const error = (code: UserError['code']): UserError => ({ code, message: code, field: null });

const outcomeOf = async (...replies: Reply[]) => {
  let sent = 0;
  const outcome = await sendOrder(
    async () => replies[Math.min(sent++, replies.length - 1)] ?? { lost: 'none' },
    async () => {},
  );
  return { outcome, sent };
};

test('a lost answer is asked for again', async () => {
  expect(await outcomeOf({ lost: 'gone' }, { order, errors: [] })).toEqual({
    outcome: { kind: 'placed', order },
    sent: 2,
  });
});

test('what is only busy is asked again, a refusal is not', async () => {
  const busy = { order: null, errors: [error('UNAVAILABLE')] };
  const refused = { order: null, errors: [error('INVALID')] };
  expect(await outcomeOf(busy, { order: null, errors: [error('PENDING')] }, refused)).toEqual({
    outcome: { kind: 'refused', errors: refused.errors },
    sent: 3,
  });
});

test('after a few tries the page says that it does not know', async () => {
  expect(await outcomeOf({ lost: 'gone' })).toEqual({
    outcome: { kind: 'unknown', reason: 'gone' },
    sent: 4,
  });
});

test('the same wish keeps its key, another gets another', () => {
  const first = attemptFor({ size: 'M' }, undefined);
  expect(attemptFor({ size: 'M' }, first)).toBe(first);
  expect(attemptFor({ size: 'L' }, first).key).not.toBe(first.key);
  expect(randomKey()).toMatch(/^[\da-f]{32}$/);
});
