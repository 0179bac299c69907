import type { Collections } from '@cupcakery/collections/file/collection-files';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { UnreadableRange } from '@cupcakery/kit/kafka/consume/fetch/unreadable';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import { originOf } from '../cursor.ts';
import { type FeedLog, startFeedLog } from '../feed-log.ts';
import { resumeWindowOf } from './resume-window.ts';
import type { ShopEntry } from './shop-entry.ts';
import { createShopFeed, replayedShopChange, type ShopFeed } from './shop-feed.ts';

/** The topics of all collections on Kafka. */
export type ShopLog = FeedLog<ShopEntry, ShopFeed>;

/** Of so many items the words are indexed in one go: a few milliseconds. */
const wordsAtATime = 1_000;
const indexEveryMs = 50;

/**
 * Starts to follow; resolves when the readers are connected and know where they begin. The topics belong to everybody: what
 * cannot be read there is logged, counted and left out.
 */
export async function startShopLog(
  options: {
    kafka: KafkaClient;
    clusterId: string;
    collections: Collections;
    ringSize: number;
    metrics: Metrics;
    log: Logger;
    now: () => number;
  },
  signal: AbortSignal,
): Promise<ShopLog> {
  const { kafka, clusterId, collections, ringSize, metrics, log, now } = options;
  const topics = [...collections.values()].map(({ topic }) => topic);
  const resumeWindowMs = await resumeWindowOf({ kafka, topics, log });
  // Other collections have other offsets.
  const origin = originOf(clusterId, ['shop', ...topics].join('\0'));
  const unreadable = metrics.counter('cupcakery_unreadable_records_total');
  for (const topic of topics) unreadable.inc({ topic }, 0);
  const onUnreadable = ({ topic, offset }: KafkaRecord, err: unknown) => {
    unreadable.inc({ topic });
    log.error({ err, topic, offset }, 'a record cannot be read; what it says of an item is not shown');
  };
  const onUnreadableRange = (range: UnreadableRange) => {
    unreadable.inc({ topic: range.topic });
    log.error(range, 'records cannot be read; what they say of items is not shown');
  };
  /** Read again, it has been counted already. */
  const ignore = () => {};
  const started = await startFeedLog<ShopEntry, ShopFeed>(
    {
      topics,
      createFeed: (begin) =>
        createShopFeed({ collections, origin, begin, ringSize, resumeWindowMs, now, onUnreadable }),
      changeOf: replayedShopChange(collections, ignore),
      onUnreadableRange,
    },
    { kafka, log, now },
    signal,
  );
  let indexing: ReturnType<typeof setInterval> | undefined;
  const ready = started.ready.then(() => {
    started.feed.complete();
    // Ready first: the words of 100,000 items take half a second of CPU, a part of it at a time.
    indexing = setInterval(() => started.feed.view.indexSome(wordsAtATime), indexEveryMs);
  });
  ready.catch(() => {});
  return {
    ...started,
    ready,
    async stop() {
      clearInterval(indexing);
      await started.stop();
    },
  };
}
