import type { KafkaClient } from '@cupcakery/kit/kafka/client';
import { createReader } from '@cupcakery/kit/kafka/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/record';
import type { Logger } from '@cupcakery/kit/log';
import { topicNames } from '@cupcakery/workflow/topics';
import type { Workflow } from '@cupcakery/workflow/workflow-file';
import type { Selection } from './change.ts';
import { checkPosition } from './check-position.ts';
import type { Gate } from './gate.ts';
import { type LogReplay, openLogReplay } from './log-replay.ts';
import { createOrderFeed, type OrderFeed } from './order-feed.ts';
import { type OrderStream, openStream, type StreamLimits, type StreamOptions } from './stream.ts';

/** A workflow's feed on Kafka. */
export type LiveFeed = {
  readonly feed: OrderFeed;
  readonly caughtUp: Promise<void>;
  /** Rejects when following the log has failed for good. */
  readonly failed: Promise<never>;
  /** Subscribes; with `after` the stream goes on from that cursor. Throws FeedError, see checkPosition. */
  open(
    request: { selection: Selection; after?: string } & Pick<StreamOptions, 'onClose' | 'onPayload'>,
  ): Promise<OrderStream>;
  /** Housekeeping of streams and view, about once a second. */
  tick(): void;
  /** The longest queue of a stream. */
  longestQueue(): number;
  stop(): Promise<void>;
};

/** Closed orders leave the view this much later than archived, so that their tombstone is seen as a change. */
const expiryMarginMs = 600_000;

export async function startLiveFeed(
  options: {
    kafka: KafkaClient;
    workflow: Workflow;
    origin: string;
    maxOrders: number;
    ringSize: number;
    limits: StreamLimits;
    /** Bounds how many streams read the log at once: each has a connection and buffers of its own. */
    gate: Gate;
    log: Logger;
    now?: () => number;
  },
  signal: AbortSignal,
): Promise<LiveFeed> {
  const { kafka, workflow, gate, limits, now = Date.now } = options;
  const log = options.log.child({ workflow: workflow.name });
  const topic = topicNames(workflow.name).orders;
  const streams = new Set<OrderStream>();
  const onUnreadable = ({ partition, offset }: KafkaRecord, err: unknown) =>
    log.error({ err, topic, partition, offset }, 'a snapshot cannot be read; its change is not shown');

  const early: [number, KafkaRecord[]][] = [];
  let feed: OrderFeed | undefined;
  const reader = await createReader(
    {
      kafka,
      topic,
      from: 'start',
      onRecords: (partition, records) =>
        feed ? feed.ingest(partition, records) : early.push([partition, records]),
    },
    signal,
  );
  const starts = reader.positions();
  feed = createOrderFeed({
    workflow,
    origin: options.origin,
    begin: reader.partitions.map((partition) => starts.get(partition) ?? 0),
    maxOrders: options.maxOrders,
    ringSize: options.ringSize,
    now,
    onUnreadable,
  });
  for (const [partition, records] of early.splice(0)) feed.ingest(partition, records);
  const ready = feed;

  async function openLog(from: readonly number[]): Promise<LogReplay> {
    const leave = await gate.enter();
    try {
      const replay = await openLogReplay({ kafka, topic, from: [...from], onUnreadable, signal });
      return {
        ...replay,
        stop() {
          replay.stop();
          leave();
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  return {
    feed: ready,
    caughtUp: reader.caughtUp,
    failed: reader.failed,
    async open({ selection, after, onClose, ...observers }) {
      const resume =
        after === undefined ? {} : { after: await checkPosition(ready, after, () => reader.sync(), now()) };
      const stream = openStream({
        feed: ready,
        selection,
        ...resume,
        openLog,
        limits,
        now,
        onClose(reason, cursor) {
          streams.delete(stream);
          onClose(reason, cursor);
        },
        ...observers,
      });
      streams.add(stream);
      return stream;
    },
    tick() {
      ready.view.expire(now() - expiryMarginMs);
      for (const stream of streams) stream.tick();
    },
    longestQueue: () => Math.max(0, ...[...streams].map((stream) => stream.queued)),
    stop: () => reader.stop(),
  };
}
