import type { Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import type { OrderFeed } from '../log/orders/order-feed.ts';

/** The orders of a workflow that stopped at an incident, kept up to date with its feed. */
export type StoppedOrders = { values(): Iterable<Snapshot>; readonly size: number; stop(): void };

/** Keeps their ids: a scan of every open order for each request would be expensive. */
export function trackStoppedOrders(feed: Pick<OrderFeed, 'view' | 'onChanges'>): StoppedOrders {
  const ids = new Set<string>();
  for (const order of feed.view.open()) if (order.status === 'incident') ids.add(order.id);
  const stop = feed.onChanges((changes) => {
    for (const { id, after } of changes) {
      if (after?.status === 'incident') ids.add(id);
      else ids.delete(id);
    }
  });
  return {
    *values() {
      for (const id of ids) {
        const order = feed.view.get(id);
        if (order) yield order;
      }
    },
    get size() {
      return ids.size;
    },
    stop,
  };
}
