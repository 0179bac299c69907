import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import { isAtRisk } from '@cupcakery/workflow/views/at-risk';
import type { Budget } from '../fanout/budget.ts';
import type { LiveFeed } from './live-feed.ts';

const tickMs = 1000;
/** A scan of every open order is too much for every tick. */
const riskEveryTicks = 10;

/** Ticks all feeds once a second, and shows their sizes as metrics. */
export function startHousekeeping(options: {
  feeds: ReadonlyMap<string, LiveFeed>;
  budget: Budget;
  metrics: Metrics;
  now: () => number;
}): { stop(): void } {
  const { feeds, budget, metrics, now } = options;
  const viewOrders = metrics.gauge('cupcakery_view_orders');
  const evictedTotal = metrics.counter('cupcakery_view_evicted_total');
  const longestQueue = metrics.gauge('cupcakery_socket_queue');
  const frameBytes = metrics.gauge('cupcakery_frame_bytes');
  const atRisk = metrics.gauge('cupcakery_orders_at_risk');
  const evicted = new Map<string, number>();
  let ticks = 0;

  function countAtRisk(): void {
    const time = now();
    for (const [name, { feed }] of feeds) {
      let count = 0;
      for (const order of feed.view.open()) if (isAtRisk(feed.workflow, order, time)) count += 1;
      atRisk.set({ workflow: name }, count);
    }
  }

  function tick(): void {
    ticks += 1;
    if (ticks % riskEveryTicks === 0) countAtRisk();
    for (const [workflow, live] of feeds) {
      live.tick();
      const { size, evicted: total } = live.feed.view;
      viewOrders.set({ workflow }, size);
      evictedTotal.inc({ workflow }, total - (evicted.get(workflow) ?? 0));
      evicted.set(workflow, total);
    }
    frameBytes.set(budget.bytes);
    longestQueue.set(Math.max(0, ...[...feeds.values()].map((live) => live.longestQueue)));
  }

  countAtRisk();
  const timer = setInterval(tick, tickMs);
  return { stop: () => clearInterval(timer) };
}
