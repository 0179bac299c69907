import type { KafkaClient } from '../connection/client.ts';
import type { Cluster } from '../connection/kafkajs-internals.ts';
import {
  connectFor,
  type Isolation,
  listOffsets,
  type OffsetOf,
  partitionsOf,
  retryWithMetadataRefresh,
} from '../connection/metadata.ts';
import type { KafkaRecord } from '../wire/record.ts';
import { createFetcher, type Fetcher } from './fetcher.ts';
import { OffsetLost } from './offset-lost.ts';

/**
 * Where a reader begins: the start, the end, an offset per partition (those not named: the start), or the first
 * record that was written at a time (ms) or later.
 */
export type ReadFrom = 'start' | 'end' | ReadonlyMap<number, number> | { since: number };

export type ReaderOptions = {
  kafka: KafkaClient;
  topic: string;
  /** Default: all partitions that exist when the reader starts. */
  partitions?: number[];
  from: ReadFrom;
  isolation?: Isolation;
  maxWaitMs?: number;
  /** Called in order per partition with at least one record. A throw stops the reader (see `failed`). */
  onRecords(partition: number, records: KafkaRecord[]): void;
};

/** Follows a topic without a consumer group: no lag, no rebalance, every instance reads everything. */
export type Reader = {
  /** Resolves once everything that was committed when the reader started has been handed over. */
  readonly caughtUp: Promise<void>;
  /** Resolves once everything that was in the log at the time of the call has been handed over. */
  sync(partitions?: number[]): Promise<void>;
  /** Next offset to be read, per partition. */
  positions(): Map<number, number>;
  /** End of the log as of the last answer, per partition. */
  ends(): Map<number, number>;
  readonly partitions: number[];
  /** Stops fetching until `resume`, so that a slow taker bounds what lies in memory; hands over nothing meanwhile. */
  pause(): void;
  resume(): void;
  /** Rejects when the reader cannot go on: a record handler threw, or history was lost under it. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
};

type Waiter = { partition: number; until: number; done(): void };

/** Starts a reader; resolves when it is connected and knows where it begins. Waits for the broker and the topic. */
export async function startReader(options: ReaderOptions, signal?: AbortSignal): Promise<Reader> {
  const cluster = options.kafka.cluster();
  try {
    return await openReader(cluster, options, signal);
  } catch (error) {
    // Who gave up leaves no connection behind.
    void cluster.disconnect().catch(() => {});
    throw error;
  }
}

async function openReader(cluster: Cluster, options: ReaderOptions, signal?: AbortSignal): Promise<Reader> {
  const { kafka, topic, isolation = 'committed' } = options;
  await connectFor(cluster, [topic], {
    ...(signal ? { signal } : {}),
    onRetry: (err) => kafka.log.warn({ err, topic }, 'waiting for Kafka'),
  });
  const partitions = options.partitions ?? partitionsOf(cluster, topic);
  const stopping = new AbortController();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});
  const positions = new Map<number, number>();
  const ends = new Map<number, number>();
  let waiters: Waiter[] = [];

  const fail = (error: unknown) => {
    failure.reject(error);
    stopping.abort();
  };
  const fetcher: Fetcher = createFetcher({
    cluster,
    log: kafka.log,
    isolation,
    ...(options.maxWaitMs === undefined ? {} : { maxWaitMs: options.maxWaitMs }),
    onChunk({ partition, records, next, end }) {
      try {
        if (records.length > 0) options.onRecords(partition, records);
      } catch (error) {
        fetcher.unassign(topic, partition);
        return fail(error);
      }
      positions.set(partition, next);
      ends.set(partition, end);
      settle(partition, next);
    },
    onOutOfRange(_topic, partition, position) {
      fail(new OffsetLost(`${topic}/${partition}: offset ${position} is not in the log`));
    },
  });

  function settle(partition: number, position: number): void {
    waiters = waiters.filter((w) => {
      if (w.partition !== partition || w.until > position) return true;
      w.done();
      return false;
    });
  }

  const ending = signal ? AbortSignal.any([stopping.signal, signal]) : stopping.signal;
  function offsetsAt(of: OffsetOf, which: number[], how: Isolation): Promise<Map<number, number>> {
    return retryWithMetadataRefresh(cluster, () => listOffsets(cluster, topic, which, of, how), {
      signal: ending,
    });
  }

  async function reach(targets: Map<number, number>): Promise<void> {
    await Promise.all(
      [...targets].map(([partition, until]) => {
        if ((positions.get(partition) ?? 0) >= until) return undefined;
        return new Promise<void>((done) => waiters.push({ partition, until, done }));
      }),
    );
  }

  async function namedOffsets(): Promise<ReadonlyMap<number, number>> {
    if (typeof options.from === 'string') return new Map();
    if (!('since' in options.from)) return options.from;
    const found = await offsetsAt(options.from.since, partitions, isolation);
    // -1: nothing is as young, so reading begins with what comes next.
    return new Map([...found].map(([p, offset]) => [p, offset < 0 ? (target.get(p) ?? 0) : offset]));
  }

  const startOffsets = await offsetsAt('start', partitions, isolation);
  const target = await offsetsAt('end', partitions, isolation);
  const named = await namedOffsets();
  for (const partition of partitions) {
    const begin = startOffsets.get(partition) ?? 0;
    const at = options.from === 'end' ? (target.get(partition) ?? begin) : (named.get(partition) ?? begin);
    positions.set(partition, at);
    ends.set(partition, target.get(partition) ?? at);
    fetcher.assign(topic, partition, at);
  }

  const caughtUp = Promise.race([reach(target), failure.promise]);
  // Who does not wait for it hears of a failure by `failed`.
  caughtUp.catch(() => {});
  return {
    caughtUp,
    // The high watermark and not the last stable offset: a transaction whose answer someone has seen may
    // still wait for its marker here; we wait for it too.
    sync: async (which = partitions) =>
      Promise.race([reach(await offsetsAt('end', which, 'uncommitted')), failure.promise]),
    positions: () => new Map(positions),
    ends: () => new Map(ends),
    partitions,
    pause() {
      for (const partition of partitions) fetcher.pause(topic, partition);
    },
    resume() {
      for (const partition of partitions) fetcher.resume(topic, partition);
    },
    failed: failure.promise,
    async stop() {
      stopping.abort();
      await fetcher.stop();
    },
  };
}
