import type { Order } from '@cupcakery/workflow/contracts/order';
import { expect, test } from 'vitest';
import { createEffectQueue } from '../fanout/payload.ts';
import type { Change } from '../log/change.ts';
import { createOrderFeed } from '../log/orders/order-feed.ts';
import { orderSelection } from '../selection/order-selection.ts';
import { teaOrder, teaWorkflow } from '../testing/tea.ts';
import { createLogScan } from './log-scan.ts';

const now = 10_000_000;
const workflow = teaWorkflow();
const feed = createOrderFeed({
  workflow,
  origin: 'ab'.repeat(8),
  begin: [2],
  maxOrders: 10,
  ringSize: 10,
  now: () => now,
  onUnreadable: () => {},
});
const change = (offset: number, timestamp: number): Change<Order> => ({
  partition: 0,
  offset,
  timestamp,
  id: `o-${offset}`,
  before: undefined,
  after: teaOrder({ id: `o-${offset}` }),
  bytes: 1,
});

/** A scan of a log whose only records are of these times. */
function scanOf(...times: number[]) {
  const batches = [times.map((timestamp, offset) => change(offset, timestamp)), []];
  const queue = createEffectQueue<Order>();
  const openLog = async () => ({
    next: async () => batches.shift() ?? [],
    offsets: () => [times.length],
    stop: () => {},
  });
  const selection = orderSelection({ subject: 'ann', roles: ['admin'] }, workflow);
  const after = { oldest: now - 600_000 };
  return { queue, scan: createLogScan({ feed, selection, after, openLog }, [0], queue) };
}

test('a record older than the cursor can be ends the scan: a forged cursor does not have the whole log read', async () => {
  const { scan, queue } = scanOf(now - 600_001, now);
  await expect(scan.advance()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
  expect(queue.length).toBe(0);
});

test('records of its time are read until the ring goes on', async () => {
  const { scan, queue } = scanOf(now - 600_000, now);
  expect(await scan.advance()).toBe(false);
  expect(queue.length).toBe(2);
  expect(await scan.advance()).toBe(true);
});
