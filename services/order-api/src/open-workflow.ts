import { createLagProbe } from '@cupcakery/kit/kafka/admin/group-lag';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { processorGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { createDiscardRecord } from './incidents/discard-record.ts';
import type { Admission } from './orders/admission.ts';
import { startBacklogPolling } from './orders/backlog.ts';
import { createCatchUp } from './orders/catch-up.ts';
import { createOrdersService, type OrdersService } from './orders/orders-service.ts';
import { createReplies } from './orders/replies.ts';
import { createSubmit } from './orders/submit.ts';
import { createOrderReads } from './views/order-reads.ts';

/**
 * Opens one workflow: follows its replies and orders, watches its backlog. Resolves when the replies are
 * followed and the view has caught up, for a command must not be sent before its reply could be seen.
 */
export async function openWorkflow(options: {
  workflow: Workflow;
  kafka: KafkaClient;
  producer: Producer;
  admission: Admission;
  config: { REPLY_TIMEOUT_MS: number; MAX_BACKLOG: number; MAX_ORDERS: number };
  log: Logger;
  lifecycle: Lifecycle;
  metrics: Metrics;
}): Promise<OrdersService> {
  const { workflow, kafka, producer, admission, config, log, lifecycle, metrics } = options;
  const names = topicNames(workflow.name);
  const label = { workflow: workflow.name };
  const kafkaCondition = `kafka: ${workflow.name}`;
  lifecycle.setReady(kafkaCondition, false, 'reading the orders');

  const replies = createReplies(({ topic, partition, offset }, err) =>
    log.error({ err, topic, partition, offset }, 'a reply cannot be read; its request waits in vain'),
  );
  const reads = createOrderReads({
    archiveAfter: workflow.archiveAfter,
    maxOrders: config.MAX_ORDERS,
    onUnreadable: ({ topic, partition, offset }, err) =>
      log.error({ err, topic, partition, offset }, 'a snapshot cannot be read; its order is unknown here'),
  });
  const partitions = producer.partitions(names.commands);
  const repliesReader = await startReader(
    {
      kafka,
      topic: names.replies,
      from: 'end',
      onRecords: (_partition, records) => replies.receive(records),
    },
    lifecycle.signal,
  );
  lifecycle.onStop(`replies of ${workflow.name}`, () => repliesReader.stop());
  const ordersReader = await startReader(
    { kafka, topic: names.orders, from: 'start', onRecords: (_partition, records) => reads.receive(records) },
    lifecycle.signal,
  );
  lifecycle.onStop(`orders of ${workflow.name}`, () => ordersReader.stop());
  for (const { failed } of [repliesReader, ordersReader]) {
    // Nobody handles the copy's rejection, which ends the process: without its readers it answers nothing right.
    void failed.then();
  }
  await ordersReader.caughtUp;

  const probe = createLagProbe({ kafka, group: processorGroup(workflow.name), topic: names.commands });
  const backlog = startBacklogPolling({
    ask: () => probe.lag(),
    maxCommands: config.MAX_BACKLOG,
    onChange: ({ reachable }) => lifecycle.setReady(kafkaCondition, reachable, 'Kafka does not answer'),
  });
  lifecycle.onStop(`backlog of ${workflow.name}`, async () => {
    await backlog.stop();
    await probe.stop();
  });
  const housekeeping = setInterval(() => reads.expire(Date.now()), 60_000);
  lifecycle.onStop(`view of ${workflow.name}`, () => clearInterval(housekeeping));
  observe();

  return createOrdersService({
    workflow,
    reads,
    submit: createSubmit({
      topic: names.commands,
      partitions,
      producer,
      replies,
      backlog,
      admission,
      replyTimeoutMs: config.REPLY_TIMEOUT_MS,
    }),
    catchUp: createCatchUp(
      (partition) => ordersReader.sync([partition]),
      Math.min(config.REPLY_TIMEOUT_MS, 2000),
    ),
    partitionOfOrder: (orderId) => partitionOf(orderId, partitions),
    discard: createDiscardRecord({
      topic: names.incidents,
      kafka,
      producer,
      timeoutMs: config.REPLY_TIMEOUT_MS,
      signal: lifecycle.signal,
    }),
  });

  function observe(): void {
    const waiting = metrics.gauge('cupcakery_replies_pending');
    const orders = metrics.gauge('cupcakery_view_orders');
    const evicted = metrics.counter('cupcakery_view_evicted_total');
    let told = 0;
    const timer = setInterval(() => {
      waiting.set(label, replies.waiting);
      orders.set(label, reads.size);
      evicted.inc(label, reads.evicted - told);
      told = reads.evicted;
    }, 1000);
    lifecycle.onStop(`gauges of ${workflow.name}`, () => clearInterval(timer));
  }
}
