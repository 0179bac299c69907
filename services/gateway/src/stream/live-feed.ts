import type { ReadLag } from '@cupcakery/kit/kafka/consume/read-lag';
import type { Semaphore } from '@cupcakery/kit/tools/semaphore';
import type { Budget } from '../fanout/budget.ts';
import { type ChannelRequest, type Channels, createChannels } from '../fanout/channels.ts';
import type { OpenSink } from '../fanout/frame.ts';
import type { StreamLimits } from '../fanout/stream-limits.ts';
import { checkPosition } from '../log/check-position.ts';
import type { Feed } from '../log/feed.ts';
import type { FeedLog } from '../log/feed-log.ts';
import type { LogReplay } from '../log/log-replay.ts';
import type { FairReaders } from './fair-readers.ts';
import type { FeedStream, StreamCommon, StreamOptions } from './feed-stream.ts';
import { openStream } from './open-stream.ts';
import { createResumeReader, type ResumeReader } from './resume-reader.ts';

/** What a subscriber requests. */
export type StreamRequest<T> = ChannelRequest<T> & {
  /** Whose stream it is: each client's share of what is scarce is alike. */
  client: string;
  /** A cursor; without it a snapshot comes first. */
  after?: string | undefined;
  openSink: OpenSink;
} & Pick<StreamOptions<T>, 'mask' | 'onClose'>;

/** A feed, and the streams of its subscribers. */
export type LiveFeed<T, F extends Feed<T> = Feed<T>> = {
  readonly feed: F;
  /** How far the feed is behind the log; undefined while unknown. */
  readLag(): ReadLag | undefined;
  /**
   * Subscribes.
   * @throws FeedError CURSOR_EXPIRED, SNAPSHOT_TOO_LARGE or UNAVAILABLE
   */
  open(request: StreamRequest<T>): Promise<FeedStream>;
  /** Housekeeping of streams and view, about once a second. */
  tick(): void;
  /** What waits for the subscriber that is furthest behind. */
  readonly longestQueue: number;
};

export type LiveFeedOptions = {
  limits: StreamLimits;
  /** Bounds how many streams read the log at once: each has its own connection and buffers. */
  logReaders: FairReaders;
  /** Allows one snapshot in a turn, so that many clients that come at once do not block what is live. */
  snapshotTurn: Semaphore;
  budget: Budget;
  onDelivered(name: string, sockets: number, writtenAt: number | undefined): void;
  now: () => number;
};

export function createLiveFeed<T, F extends Feed<T>>(
  log: FeedLog<T, F>,
  options: LiveFeedOptions,
): LiveFeed<T, F> {
  const { feed } = log;
  const { limits, snapshotTurn, budget, onDelivered, now } = options;
  const channels = createChannels<T>({ feed, limits, now, budget, onDelivered });
  const streams = new Set<FeedStream>();
  const commons = new Map<string, StreamCommon>();

  async function openLog(client: string, from: readonly number[]): Promise<LogReplay<T>> {
    const release = await options.logReaders.acquire(client);
    try {
      const replay = await log.replay([...from]);
      return {
        ...replay,
        stop() {
          replay.stop();
          release();
        },
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  async function missedSince(
    cursor: string,
    { selection, candidates, single, client }: StreamRequest<T>,
  ): Promise<ResumeReader<T>> {
    const open = (from: readonly number[]) => openLog(client, from);
    const after = await checkPosition(feed, cursor, log.sync, now());
    const { sync } = log;
    return createResumeReader({ feed, selection, candidates, single, after, openLog: open, sync, limits });
  }

  /** One object for all streams of a subscription. */
  function commonOf(name: string): StreamCommon {
    const common = commons.get(name) ?? {
      stallMs: limits.stallMs,
      now,
      onDelivered: () => onDelivered(name, 1, undefined),
    };
    commons.set(name, common);
    return common;
  }

  return {
    feed,
    readLag: log.readLag,
    async open(request) {
      const missed = request.after === undefined ? undefined : await missedSince(request.after, request);
      const release = missed ? undefined : await snapshotTurn.acquire();
      try {
        const stream = await openStream({
          channel: channelGetter(channels, request),
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
        if (release) setImmediate(release);
      }
    },
    tick() {
      feed.expire(now());
      for (const stream of streams) {
        stream.tick();
        if (stream.isClosed()) streams.delete(stream);
      }
      channels.tick();
    },
    get longestQueue() {
      return channels.longestQueue;
    },
  };
}

/** Outside of `open`, so that it keeps nothing else of that scope alive for as long as the stream. */
function channelGetter<T>(channels: Channels<T>, request: ChannelRequest<T>): StreamOptions<T>['channel'] {
  return () => channels.get(request);
}
