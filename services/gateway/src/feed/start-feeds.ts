import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { isAtRisk } from '@cupcakery/workflow/views/at-risk';
import type { Config } from '../config.ts';
import { createBudget } from './budget.ts';
import { originOf } from './cursor.ts';
import { createGate } from './gate.ts';
import { type LiveFeed, startLiveFeed } from './live-feed.ts';

/** Streams that may read the log at once; the ring serves nearly all. */
const logReaders = 4;
const maxPayload = 500;
const tickMs = 1000;
/** Looking at every open order is not for every tick. */
const riskEveryTicks = 10;

/** Follows the orders of all workflows; resolves when each has caught up. */
export async function startFeeds(
  options: {
    kafka: KafkaClient;
    clusterId: string;
    workflows: ReadonlyMap<string, Workflow>;
    config: Config;
    metrics: Metrics;
    log: Logger;
    onDelivered(name: string, sockets: number, writtenAt: number | undefined): void;
  },
  lifecycle: Lifecycle,
): Promise<ReadonlyMap<string, LiveFeed>> {
  const { config, metrics } = options;
  const gate = createGate(logReaders);
  const turns = createGate(1);
  const budget = createBudget(config.MAX_FRAME_BYTES);
  const viewOrders = metrics.gauge('cupcakery_view_orders');
  const evictedTotal = metrics.counter('cupcakery_view_evicted_total');
  const longest = metrics.gauge('cupcakery_socket_queue');
  const frameBytes = metrics.gauge('cupcakery_frame_bytes');
  const atRisk = metrics.gauge('cupcakery_orders_at_risk');
  const evicted = new Map<string, number>();

  const started = await Promise.all(
    [...options.workflows.values()].map(async (workflow): Promise<[string, LiveFeed]> => {
      const live = await startLiveFeed(
        {
          kafka: options.kafka,
          workflow,
          origin: originOf(options.clusterId, workflow.name),
          maxOrders: config.MAX_ORDERS,
          ringSize: config.RESUME_EVENTS,
          limits: {
            maxQueue: config.MAX_QUEUE,
            maxQueueBytes: config.MAX_QUEUE_BYTES,
            maxSnapshot: config.MAX_SNAPSHOT,
            maxPayload,
            stallMs: config.STALL_MS,
            refreshMs: config.CURSOR_REFRESH_MS,
          },
          gate,
          turns,
          budget,
          log: options.log,
          onDelivered: options.onDelivered,
        },
        lifecycle.signal,
      );
      lifecycle.onStop(`orders of ${workflow.name}`, () => live.stop());
      return [workflow.name, live];
    }),
  );
  const feeds = new Map(started);
  for (const live of feeds.values()) {
    // A rejection of this one is nobody's and ends the process: a gateway that no longer follows would show
    // the past as the present.
    void live.failed.then();
    await Promise.race([live.caughtUp, live.failed, aborted(lifecycle.signal)]);
  }

  const countAtRisk = () => {
    const now = Date.now();
    for (const workflow of options.workflows.values()) {
      let count = 0;
      for (const order of feeds.get(workflow.name)?.feed.view.open() ?? []) {
        if (isAtRisk(workflow, order, now)) count += 1;
      }
      atRisk.set({ workflow: workflow.name }, count);
    }
  };
  countAtRisk();
  let ticks = 0;
  const timer = setInterval(() => {
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
    longest.set(Math.max(0, ...[...feeds.values()].map((live) => live.longestQueue)));
  }, tickMs);
  lifecycle.onStop('feed housekeeping', () => clearInterval(timer));
  return feeds;
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Error('stopped while reading the orders'));
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  promise.catch(() => {});
  return promise;
}
