import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Budget } from '../fanout/budget.ts';
import type { LiveOrders } from './live-orders.ts';

const tickMs = 1000;

/** Ticks all feeds once a second, and shows their sizes as metrics. */
export function startHousekeeping(options: {
  feeds: ReadonlyMap<string, LiveOrders>;
  budget: Budget;
  metrics: Metrics;
}): { stop(): void } {
  const { feeds, budget, metrics } = options;
  const viewOrders = metrics.gauge('cupcakery_view_orders');
  const evictedTotal = metrics.counter('cupcakery_view_evicted_total');
  const offsetsBehind = metrics.gauge('cupcakery_view_behind_offsets');
  const secondsBehind = metrics.gauge('cupcakery_view_behind_seconds');
  const longestQueue = metrics.gauge('cupcakery_socket_queue');
  const frameBytes = metrics.gauge('cupcakery_frame_bytes');
  const evicted = new Map<string, number>();

  function tick(): void {
    for (const [workflow, live] of feeds) {
      live.tick();
      const { size, evicted: total } = live.feed.view;
      viewOrders.set({ workflow }, size);
      evictedTotal.inc({ workflow }, total - (evicted.get(workflow) ?? 0));
      evicted.set(workflow, total);
      const lag = live.readLag();
      if (lag) {
        offsetsBehind.set({ workflow }, lag.offsets);
        secondsBehind.set({ workflow }, lag.seconds);
      } else {
        offsetsBehind.remove({ workflow });
        secondsBehind.remove({ workflow });
      }
    }
    frameBytes.set(budget.bytes);
    longestQueue.set(Math.max(0, ...[...feeds.values()].map((live) => live.longestQueue)));
  }

  const timer = setInterval(tick, tickMs);
  return { stop: () => clearInterval(timer) };
}
