import type { KafkaConnection } from '../connection/connection.ts';
import type { Isolation, OffsetOf } from '../connection/metadata.ts';
import { createFetcher, type Fetcher } from './fetch/fetcher.ts';
import { type UnreadableRange, UnreadableRecords } from './fetch/unreadable.ts';
import { OffsetLost } from './offset-lost.ts';
import { createReadProgress, type ReadProgress } from './read-progress.ts';
import type { ReaderOptions } from './reader-options.ts';

/** Follows a topic without a consumer group: no lag, no rebalance, every instance reads everything. */
export type Reader = {
  /** Resolves once everything that was committed when the reader started was passed to `onRecords`. */
  readonly caughtUp: Promise<void>;
  /**
   * Resolves once everything that was in the log at the time of the call was passed to `onRecords`; of transactions that are
   * open then by default also how they end, with `committed` not.
   */
  sync(partitions?: number[], isolation?: Isolation): Promise<void>;
  /** Next offset to be read, per partition. */
  positions(): Map<number, number>;
  /** Where the log ends now for this reader, per partition. Rejects only when the reader stops. */
  ends(): Promise<Map<number, number>>;
  readonly partitions: number[];
  /** Stops fetching until `resume`, so that a slow consumer bounds what lies in memory; no records meanwhile. */
  pause(): void;
  resume(): void;
  /** Rejects when the reader cannot go on: a handler threw, records cannot be read, or history was lost under it. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
};

/** Starts a reader; resolves when it is connected and knows where it begins. Waits for the broker and the topic. */
export async function startReader(options: ReaderOptions, signal?: AbortSignal): Promise<Reader> {
  const connection = await options.kafka.connect([options.topic], signal);
  const stopping = new AbortController();
  const ending = signal ? AbortSignal.any([stopping.signal, signal]) : stopping.signal;
  try {
    const partitions = options.partitions ?? connection.partitions(options.topic);
    const log = openLog(connection, options, partitions, ending);
    const target = await log.offsets('end');
    const begin = await log.firstPositions(target);
    return follow(options, { connection, partitions, begin, target, log, stopping });
  } catch (error) {
    // Do not leak the connection when the setup fails.
    void connection.close();
    throw error;
  }
}

type Log = {
  offsets(of: OffsetOf, isolation?: Isolation, partitions?: number[]): Promise<Map<number, number>>;
  firstPositions(target: ReadonlyMap<number, number>): Promise<Map<number, number>>;
};

/** Looks up offsets of the topic, also while leaders move. */
function openLog(
  connection: KafkaConnection,
  { kafka, topic, from, isolation = 'committed' }: ReaderOptions,
  partitions: number[],
  signal: AbortSignal,
): Log {
  const offsets: Log['offsets'] = (of, how = isolation, which = partitions) =>
    connection.retryWithMetadataRefresh(() => connection.listOffsets(topic, which, of, how), {
      signal,
      onRetry: (err) => kafka.log.warn({ err, topic }, 'waiting for the offsets of a topic'),
    });

  async function named(target: ReadonlyMap<number, number>): Promise<ReadonlyMap<number, number>> {
    if (typeof from === 'string') return from === 'end' ? target : new Map();
    if (!('since' in from)) return from;
    const found = await offsets(from.since);
    // -1: no record is as young, so reading begins with the next one to be written.
    return new Map([...found].map(([p, offset]) => [p, offset < 0 ? (target.get(p) ?? 0) : offset]));
  }

  return {
    offsets,
    async firstPositions(target) {
      const start = await offsets('start');
      const chosen = await named(target);
      return new Map(partitions.map((p) => [p, chosen.get(p) ?? start.get(p) ?? 0]));
    },
  };
}

type Opened = {
  connection: KafkaConnection;
  partitions: number[];
  begin: ReadonlyMap<number, number>;
  target: ReadonlyMap<number, number>;
  log: Log;
  stopping: AbortController;
};

function follow(options: ReaderOptions, opened: Opened): Reader {
  const { topic } = options;
  const { partitions, log, stopping } = opened;
  const progress = createReadProgress();
  const failure = Promise.withResolvers<never>();
  // A caller that does not await `failed` still sees the failure in `caughtUp` or `sync`.
  failure.promise.catch(() => {});
  const fetcher = fetchInto(options, opened.connection, progress, (error) => {
    failure.reject(error);
    stopping.abort();
  });
  for (const [partition, position] of opened.begin) {
    progress.advance(partition, position);
    fetcher.assign(topic, partition, position);
  }
  const caughtUp = Promise.race([progress.reach(opened.target), failure.promise]);
  // A failure is also reported through `failed`.
  caughtUp.catch(() => {});
  return {
    caughtUp,
    // The high watermark and not the last stable offset: a transaction whose answer someone has seen may
    // still wait for its marker here; we wait for it too.
    sync: async (which = partitions, how = 'uncommitted') =>
      Promise.race([progress.reach(await log.offsets('end', how, which)), failure.promise]),
    positions: progress.positions,
    ends: () => log.offsets('end'),
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

/** Passes what is fetched to the handler, then to the progress. */
function fetchInto(
  {
    kafka,
    topic,
    isolation,
    maxWaitMs,
    maxBytesPerPartition,
    onRecords,
    onUnreadable = stopReading,
  }: ReaderOptions,
  connection: KafkaConnection,
  progress: ReadProgress,
  fail: (error: unknown) => void,
): Fetcher {
  /** Passes something on, and moves the position behind it unless that throws. */
  function pass(partition: number, next: number, handle: () => void): void {
    try {
      handle();
    } catch (error) {
      fetcher.unassign(topic, partition);
      fail(error);
      return;
    }
    progress.advance(partition, next);
  }
  const fetcher = createFetcher({
    connection,
    log: kafka.log,
    ...(isolation === undefined ? {} : { isolation }),
    ...(maxWaitMs === undefined ? {} : { maxWaitMs }),
    ...(maxBytesPerPartition === undefined ? {} : { maxBytesPerPartition }),
    onChunk({ partition, records, next }) {
      pass(partition, next, () => {
        if (records.length > 0) onRecords(partition, records);
      });
    },
    onUnreadable: (range) => pass(range.partition, range.last + 1, () => onUnreadable(range)),
    onOutOfRange(_topic, partition, position) {
      fail(new OffsetLost(`${topic}/${partition}: offset ${position} is not in the log`));
    },
  });
  return fetcher;
}

function stopReading(range: UnreadableRange): never {
  throw new UnreadableRecords(range);
}
