import type { Order } from '@cupcakery/workflow/contracts/order';
import { FeedError } from '../log/feed-error.ts';
import type { OrderFeed } from '../log/order-feed.ts';
import type { Selection } from './selection.ts';

/**
 * The orders that match now.
 * @throws FeedError SNAPSHOT_TOO_LARGE above `max`
 */
export function matchingOrders(feed: OrderFeed, selection: Selection, max: number): Order[] {
  const orders: Order[] = [];
  for (const order of candidates(feed, selection)) {
    if (!selection.matches(order)) continue;
    if (orders.length === max) throw tooLarge(max);
    orders.push(order);
  }
  return orders;
}

/** A filter by ids needs no scan of the view. */
function* candidates({ view }: OrderFeed, { ids }: Selection): Iterable<Order> {
  if (!ids) return yield* view.values();
  for (const id of ids) {
    const order = view.get(id);
    if (order) yield order;
  }
}

function tooLarge(max: number): FeedError {
  return new FeedError(
    'SNAPSHOT_TOO_LARGE',
    `More than ${max} orders match: narrow the filter, for example by status.`,
  );
}
