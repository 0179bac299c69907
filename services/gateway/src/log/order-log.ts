import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { ReadLag } from '@cupcakery/kit/kafka/consume/read-lag';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { watchReadLag } from '@cupcakery/kit/kafka/consume/watch-read-lag';
import type { Logger } from '@cupcakery/kit/log';
import { withTimeout } from '@cupcakery/kit/tools/with-timeout';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { FeedError } from './feed-error.ts';
import { type LogReplay, startLogReplay } from './log-replay.ts';
import { createOrderFeed, type OrderFeed } from './order-feed.ts';
import { traceDeliveries } from './trace-delivery.ts';

/** A workflow's `W.orders` on Kafka: followed from its start into a feed, and read again from where a client left. */
export type OrderLog = {
  readonly feed: OrderFeed;
  /** Resolves once everything that was in the log at the start is in the feed. */
  readonly ready: Promise<void>;
  /** Rejects when the log can no longer be followed. */
  readonly failed: Promise<never>;
  /**
   * Brings the feed to the present end of the log.
   * @throws FeedError UNAVAILABLE when Kafka does not answer in time
   */
  sync(): Promise<void>;
  /** How far the feed is behind the log; undefined while unknown. */
  readLag(): ReadLag | undefined;
  /** Reads the log again, from these offsets (next one per partition). */
  replay(from: readonly number[]): Promise<LogReplay>;
  stop(): Promise<void>;
};

const syncTimeoutMs = 10_000;

/** Starts to follow; resolves when the reader is connected and knows where it begins. */
export async function startOrderLog(
  options: {
    kafka: KafkaClient;
    workflow: Workflow;
    origin: string;
    maxOrders: number;
    ringSize: number;
    log: Logger;
    now: () => number;
    tracer: Tracer;
  },
  signal: AbortSignal,
): Promise<OrderLog> {
  const { kafka, workflow, origin, maxOrders, ringSize, now } = options;
  const log = options.log.child({ workflow: workflow.name });
  const topic = topicNames(workflow.name).orders;
  const onUnreadable = ({ partition, offset }: KafkaRecord, err: unknown) =>
    log.error({ err, topic, partition, offset }, 'a snapshot cannot be read; its change is not shown');

  const reader = await startReader(
    {
      kafka,
      topic,
      from: 'start',
      // Records need IO: none can come before `feed` is set, in the turn in which the reader has started.
      onRecords: (partition, records) => feed.ingest(partition, records),
    },
    signal,
  );
  const starts = reader.positions();
  const begin = reader.partitions.map((partition) => starts.get(partition) ?? 0);
  const deliveryOf = traceDeliveries(options.tracer, workflow.name, now);
  const feed = createOrderFeed({
    workflow,
    origin,
    begin,
    maxOrders,
    ringSize,
    now,
    onUnreadable,
    deliveryOf,
  });

  const watch = watchReadLag({
    reader,
    now,
    onFailure: (err) => log.warn({ err, topic }, 'how far the view is behind the log is not known now'),
  });

  return {
    feed,
    ready: reader.caughtUp,
    failed: reader.failed,
    async sync() {
      await withTimeout(
        reader.sync(),
        syncTimeoutMs,
        () => new FeedError('UNAVAILABLE', 'Kafka does not answer; try again.'),
      );
      feed.advance(reader.positions());
    },
    readLag: watch.latest,
    replay: (from) => startLogReplay({ kafka, topic, from, onUnreadable, signal }),
    stop() {
      watch.stop();
      return reader.stop();
    },
  };
}
