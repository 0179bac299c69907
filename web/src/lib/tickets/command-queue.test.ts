import { expect, test, vi } from 'vitest';
import type { Order, UserError } from '../orders/order.ts';
import {
  type CommandOutcome,
  type CommandQueueOptions,
  createCommandQueue,
  type PendingCommand,
  type Reply,
} from './command-queue.ts';

const order = (version = 1, id = 'a') => ({ id, version, visit: 1 }) as Order;
const refusal = (code: UserError['code']): Reply => ({
  order: null,
  errors: [{ code, message: code, field: null }],
});
const done: Reply = { order: order(2), errors: [] };

const setUp = (replies: Reply[], options: Partial<CommandQueueOptions> = {}) => {
  const sent: PendingCommand[] = [];
  const ends: CommandOutcome[] = [];
  let keys = 0;
  const queue = createCommandQueue({
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
  return { queue, sent, ends };
};

test('a command is pending until its answer, and kept until the board shows it', async () => {
  const { queue, ends } = setUp([done]);
  expect(queue.add({ kind: 'complete' }, order(), 'bake')).toBe(true);
  expect(queue.get().get('a')?.phase).toBe('waiting');
  await vi.waitFor(() => expect(ends).toEqual([{ end: 'done', order: order(2) }]));
  queue.settle(() => 1);
  expect(queue.get().get('a')?.phase).toBe('answered');
  queue.settle(() => undefined);
  expect(queue.get().size).toBe(0);
});

test('a command without an answer is sent again with the same key', async () => {
  const { queue, sent, ends } = setUp([{ lost: 'x' }, refusal('PENDING'), refusal('UNAVAILABLE'), done]);
  queue.add({ kind: 'complete' }, order(), 'bake');
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1', 'key-1']);
});

test('a refusal is reported and ends the command', async () => {
  const { queue, sent, ends } = setUp([refusal('STALE')]);
  queue.add({ kind: 'complete' }, order(), 'bake');
  await vi.waitFor(() => expect(ends[0]?.end).toBe('refused'));
  expect(queue.get().size).toBe(0);
  expect(sent).toHaveLength(1);
});

test('without a connection a command waits, may be withdrawn, and is sent once there is one', async () => {
  let connect = () => {};
  const connected = new Promise<void>((resolve) => {
    connect = resolve;
  });
  const { queue, sent, ends } = setUp([done], { connected: () => connected });
  queue.add({ kind: 'complete' }, order(), 'bake');
  queue.add({ kind: 'complete' }, order(1, 'b'), 'bake');
  expect(queue.withdraw('b')).toBe(true);
  expect(sent).toHaveLength(0);
  connect();
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  expect(sent.map(({ order: { id } }) => id)).toEqual(['a']);
  expect(queue.withdraw('a')).toBe(false);
});

test('a second command for the same order is refused while the first is pending, and so are more than fifty', () => {
  const { queue } = setUp([], { connected: () => new Promise(() => {}) });
  const ids = Array.from({ length: 60 }, (_, n) => `order-${n}`);
  expect(ids.filter((id) => queue.add({ kind: 'claim' }, order(1, id), 'bake'))).toHaveLength(50);
  expect(queue.add({ kind: 'complete' }, order(1, 'order-0'), 'bake')).toBe(false);
});

test('attempts end, and a command that waited too long is not sent any more', async () => {
  const silent = setUp([]);
  silent.queue.add({ kind: 'complete' }, order(), 'bake');
  await vi.waitFor(() => expect(silent.ends).toEqual([{ end: 'given-up', sent: true, reason: 'no answer' }]));
  let now = 0;
  const late = setUp([done], { now: () => now });
  late.queue.add({ kind: 'complete' }, order(), 'bake');
  now = 16 * 60_000;
  await vi.waitFor(() => expect(late.ends[0]).toMatchObject({ end: 'given-up', sent: false }));
  expect(late.sent).toHaveLength(0);
});
