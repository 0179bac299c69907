import { hostname } from 'node:os';
import type { Collections } from '@cupcakery/collections/file/collection-files';
import { createAudit } from '@cupcakery/kit/audit';
import { guardTopics } from '@cupcakery/kit/guard-topics';
import { clusterIdOf } from '@cupcakery/kit/kafka/admin/cluster-id';
import { createKafkaClient, type KafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Config } from './config.ts';
import { startPauses } from './control/start-pauses.ts';
import { getOrThrow, type Services } from './graphql/context/context.ts';
import { createOrderHistories } from './history/order-histories.ts';
import { startIncidents } from './incidents/start-incidents.ts';
import { startLagLog } from './lag/lag-log.ts';
import { createOrderApi } from './order-api/order-api-client.ts';
import { createShopApi } from './shop-api/shop-api-client.ts';
import { startNeighbours } from './start-neighbours.ts';
import { startCountingAtRisk } from './stats/count-at-risk.ts';
import { createWorkflowStats } from './stats/workflow-stats.ts';
import { startFeeds } from './stream/start-feeds.ts';

/** Starts what operations use; resolves once all orders and incidents have been read. It stops with the lifecycle. */
export async function startServices(
  config: Config,
  options: {
    workflows: ReadonlyMap<string, Workflow>;
    collections: Collections | undefined;
    metrics: Metrics;
    log: Logger;
    onDelivered(name: string, sockets: number, writtenAt: number | undefined): void;
    now: () => number;
    tracer: Tracer;
  },
  lifecycle: Lifecycle,
): Promise<Services> {
  const { workflows, collections, metrics, log, onDelivered, now, tracer } = options;
  const kafka = createKafkaClient(kafkaSettings(config, 'gateway'), log);
  await guardAllTopics({ kafka, workflows, collections, metrics, log }, lifecycle);
  const clusterId = await clusterIdOf(kafka, lifecycle.signal);
  const { orders: feeds, shop } = await startFeeds(
    {
      kafka,
      clusterId,
      workflows,
      collections,
      maxOrders: config.MAX_ORDERS,
      ringSize: config.RESUME_EVENTS,
      limits: {
        maxQueue: config.MAX_QUEUE,
        maxQueueBytes: config.MAX_QUEUE_BYTES,
        maxSnapshot: config.MAX_SNAPSHOT,
        stallMs: config.STALL_MS,
        refreshMs: config.CURSOR_REFRESH_MS,
      },
      maxFrameBytes: config.MAX_FRAME_BYTES,
      metrics,
      log,
      onDelivered,
      now,
      tracer,
    },
    lifecycle,
  );
  const pauses = await startPauses({ kafka, workflows: workflows.keys(), log }, lifecycle);
  const incidents = await startIncidents({ kafka, feeds, metrics, log }, lifecycle);
  const { lag, orderApiViews } = startNeighbours(config, { log, now }, lifecycle);
  const prefixes = [...workflows.keys()].map((name) => `${name}.`);
  const day =
    config.LAG_HISTORY_TOPIC === undefined
      ? undefined
      : startLagLog({
          kafka,
          topic: config.LAG_HISTORY_TOPIC,
          wants: (group) => prefixes.some((prefix) => group.startsWith(prefix)),
          log,
        });
  lifecycle.onStop('history of lags', () => day?.stop());
  const stats = new Map(
    [...feeds].map(([name, live]) => [
      name,
      createWorkflowStats(live, getOrThrow(pauses, name), now, lag, day),
    ]),
  );
  const atRisk = startCountingAtRisk({ feeds, stats, metrics, now });
  lifecycle.onStop('orders at risk', () => atRisk.stop());
  const unreadable = metrics.counter('cupcakery_unreadable_records_total');
  for (const name of workflows.keys()) unreadable.inc({ topic: topicNames(name).events }, 0);
  return {
    workflows,
    feeds,
    shop,
    incidents,
    pauses,
    stats,
    history: createOrderHistories({
      kafka,
      partitionsOf: (name) => getOrThrow(feeds, name).feed.offsets.length,
      onUnreadable: ({ topic, partition, offset }, err) =>
        log.error({ err, topic, partition, offset }, 'an event cannot be read; it is missing in a history'),
      onRangeUnreadable(range) {
        unreadable.inc({ topic: range.topic });
        log.error(range, 'events cannot be read; histories of the partition are incomplete');
      },
      signal: lifecycle.signal,
    }),
    orderApi: createOrderApi({
      url: config.ORDER_API_URL,
      timeoutMs: config.ORDER_API_TIMEOUT_MS,
      log,
      tracer,
    }),
    shopApi: createShopApi({ url: config.SHOP_URL, timeoutMs: config.SHOP_TIMEOUT_MS, log, tracer }),
    audit: createAudit({ log, metrics }),
    orderApiViews,
    replica: hostname(),
    now,
  };
}

/** Waits for the topics of all workflows and collections, and watches them. */
async function guardAllTopics(
  options: {
    kafka: KafkaClient;
    workflows: ReadonlyMap<string, Workflow>;
    collections: Collections | undefined;
    metrics: Metrics;
    log: Logger;
  },
  lifecycle: Lifecycle,
): Promise<void> {
  const { workflows, collections, ...common } = options;
  const guarded = [...workflows.values()].map((workflow) => {
    const { orders, events, control, incidents } = topicNames(workflow.name);
    const topics = topicsOf(workflow).map(({ name }) => name);
    const required = [orders, events, control, incidents];
    return guardTopics({ ...common, workflow: workflow.name, topics, required }, lifecycle);
  });
  const shared = [...(collections?.values() ?? [])].map(({ topic }) => topic);
  if (shared.length > 0) {
    guarded.push(guardTopics({ ...common, workflow: 'shop', topics: shared, required: shared }, lifecycle));
  }
  await Promise.all(guarded);
}
