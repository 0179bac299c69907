import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Logger } from '@cupcakery/kit/log';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { type FeedLog, startFeedLog } from '../feed-log.ts';
import { replayedChange } from './order-change.ts';
import { createOrderFeed, type OrderFeed, type OrderFeedOptions } from './order-feed.ts';
import { traceDeliveries } from './trace-delivery.ts';

/** A workflow's `W.orders` on Kafka. */
export type OrderLog = FeedLog<Order, OrderFeed>;

/** Starts to follow; resolves when the reader is connected and knows where it begins. */
export function startOrderLog(
  options: Omit<OrderFeedOptions, 'begin' | 'onUnreadable' | 'deliveryOf'> & {
    kafka: KafkaClient;
    log: Logger;
    tracer: Tracer;
  },
  signal: AbortSignal,
): Promise<OrderLog> {
  const { kafka, log: parent, tracer, ...feedOptions } = options;
  const { workflow, now } = feedOptions;
  const log = parent.child({ workflow: workflow.name });
  const topic = topicNames(workflow.name).orders;
  const onUnreadable = ({ partition, offset }: KafkaRecord, err: unknown) =>
    log.error({ err, topic, partition, offset }, 'a snapshot cannot be read; its change is not shown');
  const deliveryOf = traceDeliveries(tracer, workflow.name, now);
  const source = {
    topics: [topic],
    createFeed: (begin: readonly number[]) =>
      createOrderFeed({ ...feedOptions, begin, onUnreadable, deliveryOf }),
    changeOf: (record: KafkaRecord) => replayedChange(record, onUnreadable),
  };
  return startFeedLog<Order, OrderFeed>(source, { kafka, log, now }, signal);
}
