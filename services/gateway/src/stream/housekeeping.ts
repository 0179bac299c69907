import type { ReadLag } from '@cupcakery/kit/kafka/consume/read-lag';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Budget } from '../fanout/budget.ts';
import type { LiveOrders } from './live-orders.ts';
import type { LiveShop } from './live-shop.ts';

const tickMs = 1000;

/** Ticks all feeds once a second, and shows their sizes as metrics. */
export function startHousekeeping(options: {
  orders: ReadonlyMap<string, LiveOrders>;
  shop: LiveShop | undefined;
  budget: Budget;
  metrics: Metrics;
}): { stop(): void } {
  const { orders, shop, budget, metrics } = options;
  const all = new Map<string, Pick<LiveOrders, 'tick' | 'readLag' | 'longestQueue'>>(orders);
  if (shop) all.set('shop', shop);
  const viewOrders = metrics.gauge('cupcakery_view_orders');
  const viewItems = metrics.gauge('cupcakery_view_items');
  const evictedTotal = metrics.counter('cupcakery_view_evicted_total');
  const offsetsBehind = metrics.gauge('cupcakery_view_behind_offsets');
  const secondsBehind = metrics.gauge('cupcakery_view_behind_seconds');
  const longestQueue = metrics.gauge('cupcakery_socket_queue');
  const frameBytes = metrics.gauge('cupcakery_frame_bytes');
  const evicted = new Map<string, number>();

  function tick(): void {
    for (const [name, live] of all) {
      live.tick();
      observeLag(name, live.readLag());
    }
    for (const [workflow, { feed }] of orders) {
      const { size, evicted: total } = feed.view;
      viewOrders.set({ workflow }, size);
      evictedTotal.inc({ workflow }, total - (evicted.get(workflow) ?? 0));
      evicted.set(workflow, total);
    }
    for (const collection of shop?.feed.view.collections.keys() ?? []) {
      viewItems.set({ collection }, shop?.feed.view.table(collection).size ?? 0);
    }
    frameBytes.set(budget.bytes);
    longestQueue.set(Math.max(0, ...[...all.values()].map((live) => live.longestQueue)));
  }

  function observeLag(workflow: string, lag: ReadLag | undefined): void {
    if (lag) {
      offsetsBehind.set({ workflow }, lag.offsets);
      secondsBehind.set({ workflow }, lag.seconds);
    } else {
      offsetsBehind.remove({ workflow });
      secondsBehind.remove({ workflow });
    }
  }

  const timer = setInterval(tick, tickMs);
  return { stop: () => clearInterval(timer) };
}
