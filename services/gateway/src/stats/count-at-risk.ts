import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import { isAtRisk } from '@cupcakery/workflow/views/at-risk';
import type { OrderFeed } from '../log/orders/order-feed.ts';
import type { WorkflowStats } from './workflow-stats.ts';

/** A scan of every open order is too much for every second. */
const everyMs = 10_000;

/** Shows as a metric how many orders of each workflow will probably miss their promised time. */
export function startCountingAtRisk(options: {
  feeds: ReadonlyMap<string, { readonly feed: OrderFeed }>;
  stats: ReadonlyMap<string, Pick<WorkflowStats, 'paceOf'>>;
  metrics: Metrics;
  now: () => number;
}): { stop(): void } {
  const { feeds, stats, metrics, now } = options;
  const atRisk = metrics.gauge('cupcakery_orders_at_risk');
  function count(): void {
    for (const [name, { feed }] of feeds) {
      const paceOf = stats.get(name)?.paceOf ?? (() => undefined);
      let orders = 0;
      for (const order of feed.view.open()) if (isAtRisk(feed.workflow, order, paceOf, now())) orders += 1;
      atRisk.set({ workflow: name }, orders);
    }
  }
  count();
  const timer = setInterval(count, everyMs);
  return { stop: () => clearInterval(timer) };
}
