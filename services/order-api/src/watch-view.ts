import type { Replies } from '@cupcakery/kit/commands/replies';
import type { Reader } from '@cupcakery/kit/kafka/consume/reader';
import { type ReadLagWatch, watchReadLag } from '@cupcakery/kit/kafka/consume/watch-read-lag';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { OrderReads } from './views/order-reads.ts';

type Surroundings = {
  workflow: Workflow;
  metrics: Metrics;
  lifecycle: Lifecycle;
  log: Logger;
  now: () => number;
};

/** Measures how far the view is behind the log of orders, until the process stops. */
export function watchView(
  { workflow, lifecycle, log, now }: Omit<Surroundings, 'metrics'>,
  reader: Reader,
): ReadLagWatch {
  const watch = watchReadLag({
    reader,
    now,
    onFailure: (err) =>
      log.warn({ err, workflow: workflow.name }, 'how far the view is behind the log is not known now'),
  });
  lifecycle.onStop(`lag of the view of ${workflow.name}`, () => watch.stop());
  return watch;
}

/** Shows the sizes of a workflow's view and of what waits for replies as metrics, once a second. */
export function publishGauges(
  { workflow, metrics, lifecycle }: Omit<Surroundings, 'log' | 'now'>,
  {
    replies,
    reads,
    watch,
  }: { replies: Pick<Replies<unknown>, 'waiting'>; reads: OrderReads; watch: ReadLagWatch },
): void {
  const label = { workflow: workflow.name };
  const waiting = metrics.gauge('cupcakery_replies_pending');
  const orders = metrics.gauge('cupcakery_view_orders');
  const evicted = metrics.counter('cupcakery_view_evicted_total');
  const offsetsBehind = metrics.gauge('cupcakery_view_behind_offsets');
  const secondsBehind = metrics.gauge('cupcakery_view_behind_seconds');
  let evictedBefore = 0;
  const timer = setInterval(() => {
    waiting.set(label, replies.waiting);
    orders.set(label, reads.size);
    evicted.inc(label, reads.evicted - evictedBefore);
    evictedBefore = reads.evicted;
    const lag = watch.latest();
    if (lag) {
      offsetsBehind.set(label, lag.offsets);
      secondsBehind.set(label, lag.seconds);
    } else {
      offsetsBehind.remove(label);
      secondsBehind.remove(label);
    }
  }, 1000);
  lifecycle.onStop(`gauges of ${workflow.name}`, () => clearInterval(timer));
}
