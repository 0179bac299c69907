import { expect, test } from 'vitest';
import { teaWorkflow } from '../testing/tea.ts';
import { checkPosition } from './check-position.ts';
import { encodeCursor, originOf } from './cursor.ts';
import { createOrderFeed } from './orders/order-feed.ts';

const now = 1_700_000_000_000;
const nowSeconds = now / 1000;
const origin = originOf('cluster', 'tea');

/** A feed that has read offsets 1,000 and 2,000, and whose ring begins at 900 and 1,900. */
function feedOf() {
  const feed = createOrderFeed({
    workflow: teaWorkflow(),
    origin,
    begin: [900, 1900],
    maxOrders: 10,
    ringSize: 10,
    now: () => now,
    onUnreadable: () => {},
  });
  feed.advance(new Map([1000, 2000].entries()));
  return feed;
}

const hour = 3600;
const varint = (...bytes: number[]) => {
  const whole = Buffer.from(encodeCursor({ origin, time: nowSeconds, offsets: [] }), 'base64url');
  return Buffer.concat([whole, Buffer.from(bytes)]).toString('base64url');
};
const cursor = (fields: { origin?: string; time?: number; offsets?: number[] }) =>
  encodeCursor({ origin, time: nowSeconds, offsets: [950, 1950], ...fields });

test.each<[string, string, { from: string; oldestBefore: number } | 'CURSOR_EXPIRED']>([
  ['of now', cursor({}), { from: 'ring', oldestBefore: 600 }],
  ['of before the ring', cursor({ offsets: [800, 1950] }), { from: 'log', oldestBefore: 600 }],
  [
    'of 59 minutes ago',
    cursor({ time: nowSeconds - 59 * 60, offsets: [800, 1800] }),
    { from: 'log', oldestBefore: 69 * 60 },
  ],
  ['of 61 minutes ago', cursor({ time: nowSeconds - 61 * 60, offsets: [800, 1800] }), 'CURSOR_EXPIRED'],
  [
    'of offset 0 and now: no record may be old',
    cursor({ offsets: [0, 0] }),
    { from: 'log', oldestBefore: 600 },
  ],
  [
    'of offset 0 and next year: nor there',
    cursor({ time: nowSeconds + 9000 * hour, offsets: [0, 0] }),
    { from: 'log', oldestBefore: 600 },
  ],
  ['of offset 0 and 1970', cursor({ time: 0, offsets: [0, 0] }), 'CURSOR_EXPIRED'],
  ['beyond the end of the log', cursor({ offsets: [1001, 1950] }), 'CURSOR_EXPIRED'],
  ['of the largest offsets', cursor({ offsets: [Number.MAX_SAFE_INTEGER, 0] }), 'CURSOR_EXPIRED'],
  [
    'of offsets above these',
    varint(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0),
    'CURSOR_EXPIRED',
  ],
  [
    'of -1, as 64 bits have it',
    varint(...Array(9).fill(0xff), 0x01, ...Array(9).fill(0xff), 0x01),
    'CURSOR_EXPIRED',
  ],
  ['of no partition', cursor({ offsets: [] }), 'CURSOR_EXPIRED'],
  ['of fewer partitions', cursor({ offsets: [950] }), 'CURSOR_EXPIRED'],
  ['of 8,000 partitions', cursor({ offsets: Array(8000).fill(1) }), 'CURSOR_EXPIRED'],
  ['of another workflow', cursor({ origin: originOf('cluster', 'leave') }), 'CURSOR_EXPIRED'],
  ['of another cluster', cursor({ origin: originOf('other', 'tea') }), 'CURSOR_EXPIRED'],
  ['that is a text', 'now', 'CURSOR_EXPIRED'],
])('a cursor %s', async (_name, text, expected) => {
  const checked = checkPosition(feedOf(), text, async () => {}, now);
  if (expected === 'CURSOR_EXPIRED') {
    await expect(checked).rejects.toMatchObject({ code: expected });
    return;
  }
  const { from, oldest } = await checked;
  expect({ from, oldestBefore: (now - oldest) / 1000 }).toEqual(expected);
});
