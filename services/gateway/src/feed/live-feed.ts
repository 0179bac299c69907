import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Logger } from '@cupcakery/kit/log';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Budget } from './budget.ts';
import { type ResumeReader, createResumeReader } from './catch-up.ts';
import { type ChannelRequest, type Channels, createChannels } from './channels.ts';
import { checkPosition } from './check-position.ts';
import type { OpenSink } from './frame.ts';
import type { Gate } from './gate.ts';
import { inTime } from './in-time.ts';
import { type LogReplay, openLogReplay } from './log-replay.ts';
import { createOrderFeed, type OrderFeed } from './order-feed.ts';
import { type OrderStream, openStream, type StreamCommon, type StreamOptions } from './stream.ts';
import type { StreamLimits } from './stream-limits.ts';

/** What a subscriber asks for. */
export type StreamRequest = ChannelRequest & {
  /** A cursor; without it a snapshot comes first. */
  after?: string | undefined;
  openSink: OpenSink;
} & Pick<StreamOptions, 'mask' | 'onClose'>;

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
  const reader = await startReader(
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

  async function catchUpOf({ selection, single }: StreamRequest, after: string): Promise<ResumeReader> {
    const position = await checkPosition(ready, after, sync, now());
    return createResumeReader({ feed: ready, selection, single, after: position, openLog, sync, limits });
  }

  const commons = new Map<string, StreamCommon>();
  function commonOf(name: string): StreamCommon {
    const onDelivered = () => options.onDelivered(name, 1, undefined);
    const common = commons.get(name) ?? { stallMs: limits.stallMs, now, onDelivered };
    commons.set(name, common);
    return common;
  }

  return {
    feed: ready,
    caughtUp: reader.caughtUp,
    failed: reader.failed,
    async open(request) {
      const missed = request.after === undefined ? undefined : await catchUpOf(request, request.after);
      const leave = missed ? undefined : await turns.enter();
      try {
        const stream = await openStream({
          channel: channelOf(channels, request),
          missed,
          render: request.render,
          openSink: request.openSink,
          mask: request.mask,
          onClose: request.onClose,
          common: commonOf(request.name),
        });
        streams.add(stream);
        return stream;
      } finally {
        if (leave) setImmediate(leave);
      }
    },
    tick() {
      ready.view.expire(now() - expiryMarginMs);
      for (const stream of streams) {
        stream.tick();
        if (stream.isOver()) streams.delete(stream);
      }
      channels.tick();
    },
    get longestQueue() {
      return channels.longestQueue;
    },
    stop: () => reader.stop(),
  };
}

/** A function of its own: what else is in scope where it is made would live as long as it does. */
const channelOf = (channels: Channels, request: ChannelRequest) => () => channels.get(request);
