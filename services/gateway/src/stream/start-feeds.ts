import type { Collections } from '@cupcakery/collections/file/collection-files';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { failProcessOn } from '@cupcakery/kit/tools/fail-process-on';
import { abortable } from '@cupcakery/kit/tools/on-abort';
import { createMutex } from '@cupcakery/kit/tools/semaphore';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { createBudget } from '../fanout/budget.ts';
import type { StreamLimits } from '../fanout/stream-limits.ts';
import { originOf } from '../log/cursor.ts';
import { type OrderLog, startOrderLog } from '../log/orders/order-log.ts';
import { type ShopLog, startShopLog } from '../log/shop/shop-log.ts';
import { createFairReaders } from './fair-readers.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createLiveFeed } from './live-feed.ts';
import type { LiveOrders } from './live-orders.ts';
import type { LiveShop } from './live-shop.ts';

/** Streams that may read the log at once; the ring serves nearly all. */
const maxLogReaders = 4;
const maxLogReadersOfUser = 2;
const maxPayload = 500;

export type FeedsOptions = {
  kafka: KafkaClient;
  clusterId: string;
  workflows: ReadonlyMap<string, Workflow>;
  /** Undefined: there is no shop. */
  collections: Collections | undefined;
  /** Orders in the view, and changes in the ring, of each workflow; the shop has such a ring, too. */
  maxOrders: number;
  ringSize: number;
  limits: Omit<StreamLimits, 'maxPayload'>;
  /** Bytes of the frames of all channels. */
  maxFrameBytes: number;
  metrics: Metrics;
  log: Logger;
  onDelivered(name: string, sockets: number, writtenAt: number | undefined): void;
  now: () => number;
  tracer: Tracer;
};

/** The orders of each workflow, and the items of the shop. */
export type Feeds = { orders: ReadonlyMap<string, LiveOrders>; shop: LiveShop | undefined };

/** Follows the orders of all workflows and the items of all collections; resolves when each has caught up with its log. */
export async function startFeeds(options: FeedsOptions, lifecycle: Lifecycle): Promise<Feeds> {
  const { workflows, collections, metrics, onDelivered, now } = options;
  const budget = createBudget(options.maxFrameBytes);
  const limits = { ...options.limits, maxPayload };
  const logReaders = createFairReaders(maxLogReaders, maxLogReadersOfUser);
  const snapshotTurn = createMutex();

  const [logs, shopLog] = await Promise.all([
    Promise.all([...workflows.values()].map((workflow) => startLog(workflow, options, lifecycle))),
    collections && startShop(collections, options, lifecycle),
  ]);
  for (const log of [...logs, ...(shopLog ? [shopLog] : [])]) {
    await abortable(Promise.race([log.ready, log.failed]), lifecycle.signal);
  }
  const live = { limits, logReaders, snapshotTurn, budget, onDelivered, now };
  const orders = new Map(logs.map((log) => [log.feed.workflow.name, createLiveFeed(log, live)]));
  const shop = shopLog && createLiveFeed(shopLog, live);
  const housekeeping = startHousekeeping({ orders, shop, budget, metrics });
  lifecycle.onStop('feed housekeeping', () => housekeeping.stop());
  return { orders, shop };
}

async function startShop(
  collections: Collections,
  options: FeedsOptions,
  lifecycle: Lifecycle,
): Promise<ShopLog> {
  const started = await startShopLog({ ...options, collections }, lifecycle.signal);
  lifecycle.onStop('items of the shop', () => started.stop());
  failProcessOn(started.failed);
  return started;
}

async function startLog(workflow: Workflow, options: FeedsOptions, lifecycle: Lifecycle): Promise<OrderLog> {
  const { kafka, clusterId, maxOrders, ringSize, log, now, tracer } = options;
  const origin = originOf(clusterId, workflow.name);
  const started = await startOrderLog(
    { kafka, workflow, origin, maxOrders, ringSize, log, now, tracer },
    lifecycle.signal,
  );
  lifecycle.onStop(`orders of ${workflow.name}`, () => started.stop());
  // A gateway that no longer follows the log would show the past as the present.
  failProcessOn(started.failed);
  return started;
}
