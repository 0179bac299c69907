import type { KafkaClient } from '@cupcakery/kit/kafka/client';
import { createReader } from '@cupcakery/kit/kafka/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/record';
import type { Logger } from '@cupcakery/kit/log';
import { topicNames } from '@cupcakery/workflow/topics';
import type { Workflow } from '@cupcakery/workflow/workflow-file';
import type { Budget } from './budget.ts';
import { createCatchUp } from './catch-up.ts';
import { type ChannelRequest, createChannels } from './channels.ts';
import { checkPosition } from './check-position.ts';
import type { OpenWay } from './frame.ts';
import type { Gate } from './gate.ts';
import { inTime } from './in-time.ts';
import { type LogReplay, openLogReplay } from './log-replay.ts';
import { createOrderFeed, type OrderFeed } from './order-feed.ts';
import { type OrderStream, openStream, type StreamOptions } from './stream.ts';
import type { StreamLimits } from './stream-limits.ts';

/** What a subscriber asks for. */
export type StreamRequest = ChannelRequest & {
  /** A cursor; without it a snapshot comes first. */
  after?: string | undefined;
  openWay: OpenWay;
  onClose: StreamOptions['onClose'];
};

/** A workflow's feed on Kafka. */
export type LiveFeed = {
  readonly feed: OrderFeed;
  readonly caughtUp: Promise<void>;
  /** Rejects when following the log has failed for good. */
  readonly failed: Promise<never>;
  /** Subscribes. Throws FeedError, see checkPosition and openStream. */
  open(request: StreamRequest): Promise<OrderStream>;
  /** Housekeeping of streams and view, about once a second. */
  tick(): void;
  /** What waits for the subscriber that is furthest behind. */
  readonly longestQueue: number;
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
    /** Lets one snapshot be made in a turn, so that a crowd that comes at once does not stop what is live. */
    turns: Gate;
    budget: Budget;
    log: Logger;
    onDelivered(name: string, sockets: number, writtenAt: number | undefined): void;
    now?: () => number;
  },
  signal: AbortSignal,
): Promise<LiveFeed> {
  const { kafka, workflow, gate, turns, limits, now = Date.now } = options;
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
  const channels = createChannels({
    feed: ready,
    limits,
    now,
    budget: options.budget,
    onDelivered: options.onDelivered,
  });

  /** Brings the feed to the present end of the log. */
  async function sync(): Promise<void> {
    await inTime(reader.sync());
    ready.advance(reader.positions());
  }

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
    async open(request) {
      const { after, selection, single } = request;
      const missed =
        after === undefined
          ? undefined
          : createCatchUp({
              feed: ready,
              selection,
              single,
              after: await checkPosition(ready, after, sync, now()),
              openLog,
              sync,
              limits,
            });
      const leave = missed ? undefined : await turns.enter();
      let stream: OrderStream | undefined;
      let isOver = false;
      try {
        stream = await openStream({
          channel: () => channels.get(request),
          missed,
          render: request.render,
          openWay: request.openWay,
          limits,
          now,
          onClose(reason, cursor) {
            isOver = true;
            if (stream) streams.delete(stream);
            request.onClose(reason, cursor);
          },
          onDelivered: () => options.onDelivered(request.name, 1, undefined),
        });
        if (!isOver) streams.add(stream);
        return stream;
      } finally {
        if (leave) setImmediate(leave);
      }
    },
    tick() {
      ready.view.expire(now() - expiryMarginMs);
      for (const stream of streams) stream.tick();
      channels.tick();
    },
    get longestQueue() {
      return channels.longestQueue;
    },
    stop: () => reader.stop(),
  };
}
