import type { Order } from '@cupcakery/workflow/contracts/order';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOrderFeed, type OrderFeed } from '../../log/orders/order-feed.ts';
import { candidates } from '../../selection/order-candidates.ts';
import { orderSelection, ticketSelection } from '../../selection/order-selection.ts';
import { matching, type Selection } from '../../selection/selection.ts';
import { teaOrder, teaWorkflow } from '../../testing/tea.ts';
import { pageOf, pageOfSelection } from './order-page.ts';

const workflow = teaWorkflow({ boil: '', pour: '' });
const maxOrders = 25;
const archiveAfterMs = workflow.archiveAfter * 1000;
const start = Date.parse('2026-11-21T12:00:00.000Z');
const timeOf = (minute: number) => new Date(start + minute * 60_000).toISOString();

const change = fc.record({
  id: fc.nat(40),
  status: fc.constantFrom<Order['status']>('open', 'incident', 'finished', 'cancelled', 'scrapped'),
  stage: fc.constantFrom('boil', 'pour'),
  customer: fc.option(fc.constantFrom('ann', 'bob')),
  minute: fc.nat(20),
  archived: fc.boolean(),
});
const caller = fc.record({
  subject: fc.constantFrom('ann', 'bob', 'cook'),
  roles: fc.constantFrom([], ['admin'], ['boiler'], ['tea:link:o7']),
});
const filter = fc.record(
  {
    ids: fc.uniqueArray(
      fc.nat(40).map((id) => `o${id}`),
      { maxLength: 5 },
    ),
    status: fc.subarray<Order['status']>(['open', 'incident', 'finished']),
    stages: fc.subarray(['boil', 'pour']),
    mine: fc.boolean(),
    placedSince: fc.nat(20).map(timeOf),
  },
  { requiredKeys: [] },
);

/** A feed after these changes; customers and times of placing never change. */
function feedOf(changes: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[]): OrderFeed {
  let offset = 0;
  const feed = createOrderFeed({
    workflow,
    origin: 'ab'.repeat(8),
    begin: [0],
    maxOrders,
    ringSize: 10,
    now: () => start,
    onUnreadable(_record, error) {
      throw error;
    },
  });
  const versions = new Map<number, number>();
  for (const { id, status, stage, customer, minute, archived } of changes) {
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    const order = {
      ...teaOrder({
        id: `o${id}`,
        version,
        status,
        stage,
        updatedAt: timeOf(minute),
        placedAt: timeOf(id % 20),
      }),
      ...(customer === null ? {} : { customerId: customer }),
      event: { type: 'OrderFinished', orderId: `o${id}`, version, at: '', by: '' },
      memory: { recent: [] },
    };
    const value = archived ? null : Buffer.from(JSON.stringify(order));
    const headers = Buffer.alloc(0);
    feed.ingest(0, [
      { topic: 'tea.orders', partition: 0, offset, timestamp: 0, key: `o${id}`, value, headers },
    ]);
    offset += 1;
  }
  return feed;
}

/** A page as a look at every order gives it. */
const scanned = (feed: OrderFeed, { matches }: Selection<Order>, first: number, after: string | null) =>
  pageOf([...feed.view.values()].filter(matches), first, after);

test('pages by the index are those of a scan over all orders, after changes, archiving, eviction and expiry', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 120 }),
      caller,
      filter,
      fc.integer({ min: 1, max: 6 }),
      fc.option(fc.nat(20)),
      (changes, who, given, first, expiresAt) => {
        const feed = feedOf(changes);
        if (expiresAt !== null) feed.view.expire(start + expiresAt * 60_000 + archiveAfterMs);
        const selection = orderSelection(who, workflow, given);
        let after: string | null = null;
        for (let pages = 0; pages < 10; pages += 1) {
          const page = pageOfSelection(feed, selection, first, after);
          expect(page).toEqual(scanned(feed, selection, first, after));
          after = page.pageInfo.endCursor;
          if (!page.pageInfo.hasNextPage) break;
        }
        for (const one of [selection, ticketSelection(who, workflow, 'boil')]) {
          const found = matching(candidates(feed, one), one, maxOrders * 10).map(({ id }) => id);
          expect(found.sort()).toEqual(
            [...feed.view.values()]
              .filter(one.matches)
              .map(({ id }) => id)
              .sort(),
          );
        }
      },
    ),
    { numRuns: 300 },
  );
});
