import { expect, test, vi } from 'vitest';
import type { Order, UserError } from '../orders/order.ts';
import { createWishes, type Pending, type Reply, type WishEnd, type WishesOptions } from './wishes.ts';

const order = (version = 1, id = 'a') => ({ id, version, visit: 1 }) as Order;
const refusal = (code: UserError['code']): Reply => ({
  order: null,
  errors: [{ code, message: code, field: null }],
});
const done: Reply = { order: order(2), errors: [] };

const setUp = (replies: Reply[], options: Partial<WishesOptions> = {}) => {
  const sent: Pending[] = [];
  const ends: WishEnd[] = [];
  let keys = 0;
  const wishes = createWishes({
    send: async (pending) => {
      sent.push(pending);
      return replies.shift() ?? { lost: 'no answer' };
    },
    connected: async () => {},
    pause: async () => {},
    onEnd: (_, end) => ends.push(end),
    newKey: () => `key-${++keys}`,
    now: () => 0,
    ...options,
  });
  return { wishes, sent, ends };
};

test('a wish is pending until its answer, and on the board until the board has heard of it', async () => {
  const { wishes, ends } = setUp([done]);
  expect(wishes.add({ kind: 'complete' }, order(), 'bake')).toBe(true);
  expect(wishes.get().get('a')?.phase).toBe('waiting');
  await vi.waitFor(() => expect(ends).toEqual([{ end: 'done', order: order(2) }]));
  wishes.settle(() => 1);
  expect(wishes.get().get('a')?.phase).toBe('answered');
  wishes.settle(() => undefined);
  expect(wishes.get().size).toBe(0);
});

test('a lost answer is asked for again under the same key', async () => {
  const { wishes, sent, ends } = setUp([{ lost: 'x' }, refusal('PENDING'), refusal('UNAVAILABLE'), done]);
  wishes.add({ kind: 'complete' }, order(), 'bake');
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1', 'key-1']);
});

test('a refusal is told and ends the wish', async () => {
  const { wishes, sent, ends } = setUp([refusal('STALE')]);
  wishes.add({ kind: 'complete' }, order(), 'bake');
  await vi.waitFor(() => expect(ends[0]?.end).toBe('refused'));
  expect(wishes.get().size).toBe(0);
  expect(sent).toHaveLength(1);
});

test('without a connection a wish waits, may be taken back, and is sent once there is one', async () => {
  let connect = () => {};
  const connected = new Promise<void>((resolve) => {
    connect = resolve;
  });
  const { wishes, sent, ends } = setUp([done], { connected: () => connected });
  wishes.add({ kind: 'complete' }, order(), 'bake');
  wishes.add({ kind: 'complete' }, order(1, 'b'), 'bake');
  expect(wishes.withdraw('b')).toBe(true);
  expect(sent).toHaveLength(0);
  connect();
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  expect(sent.map(({ order: { id } }) => id)).toEqual(['a']);
  expect(wishes.withdraw('a')).toBe(false);
});

test('a second wish for the same order is not taken while the first is on its way, nor more than fifty', () => {
  const { wishes } = setUp([], { connected: () => new Promise(() => {}) });
  const ids = Array.from({ length: 60 }, (_, n) => `order-${n}`);
  expect(ids.filter((id) => wishes.add({ kind: 'claim' }, order(1, id), 'bake'))).toHaveLength(50);
  expect(wishes.add({ kind: 'complete' }, order(1, 'order-0'), 'bake')).toBe(false);
});

test('attempts end, and a wish that waited too long is not sent any more', async () => {
  const silent = setUp([]);
  silent.wishes.add({ kind: 'complete' }, order(), 'bake');
  await vi.waitFor(() => expect(silent.ends).toEqual([{ end: 'given-up', sent: true, reason: 'no answer' }]));
  let now = 0;
  const late = setUp([done], { now: () => now });
  late.wishes.add({ kind: 'complete' }, order(), 'bake');
  now = 16 * 60_000;
  await vi.waitFor(() => expect(late.ends[0]).toMatchObject({ end: 'given-up', sent: false }));
  expect(late.sent).toHaveLength(0);
});
