import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { UnreadableRange } from '@cupcakery/kit/kafka/consume/fetch/unreadable';
import type { ReadLag } from '@cupcakery/kit/kafka/consume/read-lag';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { watchReadLag } from '@cupcakery/kit/kafka/consume/watch-read-lag';
import type { Logger } from '@cupcakery/kit/log';
import { withTimeout } from '@cupcakery/kit/tools/with-timeout';
import type { Change } from './change.ts';
import type { Feed } from './feed.ts';
import { FeedError } from './feed-error.ts';
import { type LogReplay, startLogReplay } from './log-replay.ts';
import { startTopicsReader } from './topics-reader.ts';

/** The log of a feed on Kafka: followed from its start, and read again from where a client left. */
export type FeedLog<T, F extends Feed<T>> = {
  readonly feed: F;
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
  replay(from: readonly number[]): Promise<LogReplay<T>>;
  stop(): Promise<void>;
};

/** What a kind of feed is made of. */
export type FeedSource<T, F extends Feed<T>> = {
  /** As of `startTopicsReader`. */
  topics: readonly string[];
  /** @param begin per partition, the offset where reading begins */
  createFeed(begin: readonly number[]): F;
  /** The change of a record of which nothing from before is known; undefined when it has none. */
  changeOf(record: KafkaRecord): Change<T> | undefined;
  /** Called with what cannot be read and is left out; without it that ends the log. */
  onUnreadableRange?(range: UnreadableRange): void;
};

const syncTimeoutMs = 10_000;

/** Starts to follow; resolves when the reader is connected and knows where it begins. */
export async function startFeedLog<T, F extends Feed<T>>(
  source: FeedSource<T, F>,
  options: { kafka: KafkaClient; log: Logger; now: () => number },
  signal: AbortSignal,
): Promise<FeedLog<T, F>> {
  const { topics, changeOf, onUnreadableRange } = source;
  const { kafka, log, now } = options;
  const created = Promise.withResolvers<F>();
  let ingest: F['ingest'] = () => {};
  const reader = await startTopicsReader(
    {
      kafka,
      topics,
      from: 'start',
      onStart(begin) {
        const feed = source.createFeed(begin);
        ingest = feed.ingest;
        created.resolve(feed);
      },
      onRecords: (partition, records) => ingest(partition, records),
      onUnreadableRange,
    },
    signal,
  );
  const feed = await created.promise;

  const watch = watchReadLag({
    reader,
    now,
    onFailure: (err) => log.warn({ err, topics }, 'how far the view is behind the log is not known now'),
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
    replay: (from) => startLogReplay({ kafka, topics, from, changeOf, onUnreadableRange, signal }),
    stop() {
      watch.stop();
      return reader.stop();
    },
  };
}
