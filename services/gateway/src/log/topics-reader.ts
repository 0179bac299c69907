import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { UnreadableRange } from '@cupcakery/kit/kafka/consume/fetch/unreadable';
import { type Reader, startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';

/** What of a reader is used for a feed. */
export type TopicsReader = Pick<
  Reader,
  'caughtUp' | 'positions' | 'ends' | 'pause' | 'resume' | 'failed' | 'stop'
> & { sync(): Promise<void> };

type Options = {
  kafka: KafkaClient;
  topics: readonly string[];
  /** Next offset per partition, or the start of all. */
  from: 'start' | readonly number[];
  /** Called before all records with the offset where reading begins, per partition. */
  onStart?(begin: number[]): void;
  onRecords(partition: number, records: KafkaRecord[]): void;
  /** Without it what cannot be read ends the reader. */
  onUnreadableRange?: ((range: UnreadableRange) => void) | undefined;
};

/**
 * Reads the log of a feed: one topic with any number of partitions, or several topics of one partition each, which count as
 * the partitions 0, 1, ... of one log, in their records too.
 * @throws Error when one of several topics has more than one partition
 */
export async function startTopicsReader(options: Options, signal?: AbortSignal): Promise<TopicsReader> {
  const { kafka, topics, from, onStart, onRecords, onUnreadableRange } = options;
  const onUnreadable = onUnreadableRange && { onUnreadable: onUnreadableRange };
  const [topic] = topics;
  if (topics.length === 1 && topic !== undefined) {
    const start = from === 'start' ? from : new Map(from.entries());
    const reader = await startReader({ kafka, topic, from: start, onRecords, ...onUnreadable }, signal);
    // Records need IO: none can come before the caller has begun, in the turn in which the reader has started.
    onStart?.(inOrder(reader.positions(), reader.partitions.length));
    return reader;
  }

  /** What comes before all readers have started. */
  let early: (() => void)[] | undefined = [];
  const readers = await allOrNone(
    topics.map((name, slot) =>
      startReader(
        {
          kafka,
          topic: name,
          from: from === 'start' ? from : new Map([[0, from[slot] ?? 0]]),
          onRecords(_partition, records) {
            const pass = () =>
              onRecords(
                slot,
                records.map((record) => ({ ...record, partition: slot })),
              );
            if (early) early.push(pass);
            else pass();
          },
          ...onUnreadable,
        },
        signal,
      ),
    ),
  );
  const joined = joinReaders(readers);
  try {
    const wide = topics.filter((_, slot) => readers[slot]?.partitions.length !== 1);
    if (wide.length > 0)
      throw new Error(
        `${wide.join(', ')} has more than one partition: the topics of a feed that has several have one each`,
      );
    onStart?.(inOrder(joined.positions(), topics.length));
    const waiting = early;
    early = undefined;
    for (const pass of waiting) pass();
    return joined;
  } catch (error) {
    await joined.stop();
    throw error;
  }
}

/** Readers of topics with one partition as one reader. */
function joinReaders(readers: readonly Reader[]): TopicsReader {
  const failed = Promise.race(readers.map((reader) => reader.failed));
  const caughtUp = all(readers.map((reader) => reader.caughtUp));
  // Whoever needs them listens later; each is a rejection of the reader, too.
  failed.catch(() => {});
  caughtUp.catch(() => {});
  return {
    failed,
    caughtUp,
    sync: () => all(readers.map((reader) => reader.sync())),
    positions: () => new Map(readers.map((reader, slot) => [slot, reader.positions().get(0) ?? 0])),
    async ends() {
      const ends = await Promise.all(readers.map((reader) => reader.ends()));
      return new Map(ends.map((end, slot) => [slot, end.get(0) ?? 0]));
    },
    pause() {
      for (const reader of readers) reader.pause();
    },
    resume() {
      for (const reader of readers) reader.resume();
    },
    stop: () => all(readers.map((reader) => reader.stop())),
  };
}

async function all(promises: Promise<unknown>[]): Promise<void> {
  await Promise.all(promises);
}

/** All readers; those that have started are stopped when another one fails. */
async function allOrNone(starting: Promise<Reader>[]): Promise<Reader[]> {
  const started = await Promise.allSettled(starting);
  const readers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failure = started.find((one) => one.status === 'rejected');
  if (!failure) return readers;
  await all(readers.map((reader) => reader.stop()));
  throw failure.reason;
}

function inOrder(offsets: ReadonlyMap<number, number>, partitions: number): number[] {
  return Array.from({ length: partitions }, (_, partition) => offsets.get(partition) ?? 0);
}
