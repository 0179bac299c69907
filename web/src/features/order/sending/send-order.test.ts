import { expect, test } from 'vitest';
import type { Order, UserError } from '../../../lib/orders/order.ts';
import { randomKey } from '../../../lib/random-key.ts';
import { attemptFor } from './attempt.ts';
import { type Reply, type Retry, sendOrder } from './send-order.ts';

const order = { id: 'a-1' } as Order;
const error = (code: UserError['code']): UserError => ({ code, message: code, field: null });

const outcomeOf = async (...replies: Reply[]) => {
  let sent = 0;
  const retries: Retry[] = [];
  const outcome = await sendOrder(
    async () => replies[Math.min(sent++, replies.length - 1)] ?? { lost: 'none' },
    (retry) => retries.push(retry),
    async () => {},
  );
  return { outcome, sent, reasons: retries.map(({ attempt, of, reason }) => `${attempt}/${of} ${reason}`) };
};

test('a request without an answer is sent again', async () => {
  expect(await outcomeOf({ lost: 'gone' }, { order, orderId: order.id, errors: [] })).toEqual({
    outcome: { kind: 'placed', order },
    sent: 2,
    reasons: ['2/4 gone'],
  });
});

test('a busy server is asked again, a refusal is final', async () => {
  const busy = { order: null, orderId: null, errors: [error('UNAVAILABLE')] };
  const refused = { order: null, orderId: null, errors: [error('INVALID')] };
  const lostInside = { order: null, orderId: null, errors: [error('PENDING')] };
  expect(await outcomeOf(busy, lostInside, refused)).toEqual({
    outcome: { kind: 'refused', errors: refused.errors },
    sent: 3,
    reasons: ['2/4 UNAVAILABLE', '3/4 PENDING'],
  });
});

test('an accepted order is not sent again: its id is known', async () => {
  const accepted = { order: null, orderId: 'a-1', errors: [error('PENDING')] };
  expect(await outcomeOf(accepted)).toEqual({
    outcome: { kind: 'pending', orderId: 'a-1' },
    sent: 1,
    reasons: [],
  });
});

test('after a few tries the page says that it does not know', async () => {
  expect(await outcomeOf({ lost: 'gone' })).toEqual({
    outcome: { kind: 'unknown', reason: 'gone' },
    sent: 4,
    reasons: ['2/4 gone', '3/4 gone', '4/4 gone'],
  });
});

test('the same attempt keeps its key, another gets another', () => {
  const first = attemptFor({ size: 'M' }, undefined);
  expect(attemptFor({ size: 'M' }, first)).toBe(first);
  expect(attemptFor({ size: 'L' }, first).key).not.toBe(first.key);
  expect(randomKey()).toMatch(/^[\da-f]{32}$/);
});
