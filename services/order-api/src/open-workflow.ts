import type { Admission } from '@cupcakery/kit/commands/admission';
import { createCatchUp } from '@cupcakery/kit/commands/catch-up';
import { pollBacklog } from '@cupcakery/kit/commands/poll-backlog';
import { createReplies, type Replies } from '@cupcakery/kit/commands/replies';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { UnreadableRange } from '@cupcakery/kit/kafka/consume/fetch/unreadable';
import type { ReadLag } from '@cupcakery/kit/kafka/consume/read-lag';
import { type Reader, startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { failProcessOn } from '@cupcakery/kit/tools/fail-process-on';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { type Reply, readReply } from '@cupcakery/workflow/contracts/records';
import { processorGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { createPauses } from '@cupcakery/workflow/views/pauses';
import { failureOf } from './failures/request-failure.ts';
import { createDiscardRecord } from './incidents/discard-record.ts';
import { logUnreadable, passOver } from './log-unreadable.ts';
import { createControlService } from './orders/control-service.ts';
import { createDailyLimits, type DailyLimits } from './orders/limits/daily-limits.ts';
import { createOrdersService, type OrdersService } from './orders/orders-service.ts';
import { createSubmit } from './orders/submit.ts';
import { createOrderReads, type OrderReads } from './views/order-reads.ts';
import type { ReadRecord } from './views/read-record.ts';
import { publishGauges, watchView } from './watch-view.ts';

export type OpenWorkflowOptions = {
  workflow: Workflow;
  kafka: KafkaClient;
  producer: Producer;
  admission: Admission;
  config: { REPLY_TIMEOUT_MS: number; MAX_BACKLOG: number; MAX_ORDERS: number };
  log: Logger;
  lifecycle: Lifecycle;
  metrics: Metrics;
  now: () => number;
  tracer: Tracer;
};

export type OpenedWorkflow = {
  service: OrdersService;
  /** How far the view is behind the log of orders; undefined while unknown. */
  readLag(): ReadLag | undefined;
};

/**
 * Opens one workflow: follows its replies and orders, polls its backlog. Resolves when the replies are followed and the
 * view has caught up: a command must not be sent before its reply can be received. All of it stops with the lifecycle.
 */
export async function openWorkflow(options: OpenWorkflowOptions): Promise<OpenedWorkflow> {
  const { workflow, kafka, producer, admission, config, lifecycle, now } = options;
  const names = topicNames(workflow.name);
  const kafkaCondition = `kafka: ${workflow.name}`;
  lifecycle.setReady(kafkaCondition, false, 'reading the orders');

  const dailyLimits = createDailyLimits(workflow, now);
  const { replies, reads } = createViews(options, dailyLimits);
  const partitions = producer.partitions(names.commands);
  await follow(options, {
    name: 'replies',
    topic: names.replies,
    from: 'end',
    receive: (records) => replies.receive(records),
    // Their requests wait in vain; those of the replies behind them must not.
    onUnreadable: passOver(options, names.replies, 'replies cannot be read; their requests wait in vain'),
  });
  const ordersReader = await follow(options, {
    name: 'orders',
    topic: names.orders,
    from: 'start',
    receive: (records) => reads.receive(records),
  });
  const pauses = createPauses<ReadRecord>({
    onUnreadable: logUnreadable(options, 'a pause cannot be read; what was known before holds'),
  });
  const controlReader = await follow(options, {
    name: 'control',
    topic: names.control,
    from: 'start',
    receive: pauses.receive,
  });
  await Promise.all([ordersReader.caughtUp, controlReader.caughtUp]);

  const backlog = pollBacklog(
    {
      group: processorGroup(workflow.name),
      topics: [names.commands, names.work],
      maxCommands: config.MAX_BACKLOG,
      ...{ kafka, lifecycle, log: options.log },
    },
    ({ reachable }) => lifecycle.setReady(kafkaCondition, reachable, 'Kafka does not answer'),
  );
  const expiry = setInterval(() => reads.expire(now()), 60_000);
  lifecycle.onStop(`view of ${workflow.name}`, () => clearInterval(expiry));
  const watch = watchView(options, ordersReader);
  publishGauges(options, { replies, reads, watch });

  const submit = createSubmit({
    topic: names.commands,
    partitions,
    producer,
    replies,
    backlog,
    admission,
    replyTimeoutMs: config.REPLY_TIMEOUT_MS,
    now,
    tracer: options.tracer,
  });
  const service = createOrdersService({
    workflow,
    reads,
    submit,
    dailyLimits,
    catchUp: createCatchUp(
      (partition) => ordersReader.sync([partition]),
      Math.min(config.REPLY_TIMEOUT_MS, 2000),
      failureOf,
    ),
    partitionOfOrder: (orderId) => partitionOf(orderId, partitions),
    discard: createDiscardRecord({
      topic: names.incidents,
      kafka,
      producer,
      timeoutMs: config.REPLY_TIMEOUT_MS,
      signal: lifecycle.signal,
      now,
    }),
    control: createControlService({ workflow, pauses, submit }),
  });
  return { service, readLag: watch.latest };
}

function createViews(
  options: OpenWorkflowOptions,
  dailyLimits: DailyLimits,
): { replies: Replies<Reply>; reads: OrderReads } {
  const { workflow, config } = options;
  return {
    replies: createReplies(
      readReply,
      logUnreadable(options, 'a reply cannot be read; its request waits in vain'),
    ),
    reads: createOrderReads({
      archiveAfter: workflow.archiveAfter,
      maxOrders: config.MAX_ORDERS,
      onNew: dailyLimits.count,
      onUnreadable: logUnreadable(options, 'a snapshot cannot be read; its order is unknown here'),
    }),
  };
}

/** Reads a topic until the process stops. A failure ends the process: without its readers no answer would be right. */
async function follow(
  { workflow, kafka, lifecycle }: OpenWorkflowOptions,
  {
    name,
    topic,
    from,
    receive,
    onUnreadable,
  }: {
    name: string;
    topic: string;
    from: 'start' | 'end';
    receive: (records: readonly ReadRecord[]) => void;
    /** Default: a view without some of its records would look right and be wrong, so the reader fails. */
    onUnreadable?: (range: UnreadableRange) => void;
  },
): Promise<Reader> {
  const reader = await startReader(
    {
      kafka,
      topic,
      from,
      onRecords: (_partition, records) => receive(records),
      ...(onUnreadable ? { onUnreadable } : {}),
    },
    lifecycle.signal,
  );
  lifecycle.onStop(`${name} of ${workflow.name}`, () => reader.stop());
  failProcessOn(reader.failed);
  return reader;
}
