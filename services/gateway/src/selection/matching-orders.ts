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

/** The orders that can match, each once, in no particular order. */
export function* candidates({ view, index }: OrderFeed, { narrowing }: Selection): Iterable<Order> {
  if (narrowing?.by === 'ids') return yield* withIds(view, narrowing.ids);
  if (narrowing?.by === 'customer') {
    yield* index.ofCustomer(narrowing.customerId);
    for (const order of withIds(view, new Set(narrowing.ids))) {
      if (order.customerId !== narrowing.customerId) yield order;
    }
  } else if (narrowing?.by === 'state' && (narrowing.status || narrowing.stages)) {
    for (const group of index.groups(narrowing.status, narrowing.stages)) yield* group.after();
  } else yield* view.values();
}

function* withIds(view: OrderFeed['view'], ids: Iterable<string>): Iterable<Order> {
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
