import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { UnreadableRange } from '@cupcakery/kit/kafka/consume/fetch/unreadable';
import { OffsetLost } from '@cupcakery/kit/kafka/consume/offset-lost';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Change } from './change.ts';
import { cursorExpired } from './feed-error.ts';
import { startTopicsReader } from './topics-reader.ts';

/** Reads changes from the log itself, for a subscriber that was away longer than the ring reaches back. */
export type LogReplay<T> = {
  /**
   * The next changes, in order per partition; empty at the end of the log (the next call goes on from there) and after
   * `stop`.
   * @throws FeedError CURSOR_EXPIRED when the log does not have the position
   */
  next(): Promise<readonly Change<T>[]>;
  /** Next offset per partition; whenever `next` has returned an empty list, all below has been returned. */
  offsets(): number[];
  stop(): void;
};

/** Above this many bytes of unread changes reading pauses; one fetch may bring a MiB more. */
const maxStagedBytes = 4 << 20;

/**
 * @param options.topics as of `startTopicsReader`
 * @param options.from next offset per partition
 * @param options.changeOf the change of a record, of which nothing from before is known; undefined when it has none
 */
export async function startLogReplay<T>(options: {
  kafka: KafkaClient;
  topics: readonly string[];
  from: readonly number[];
  changeOf(record: KafkaRecord): Change<T> | undefined;
  onUnreadableRange?: ((range: UnreadableRange) => void) | undefined;
  signal?: AbortSignal;
}): Promise<LogReplay<T>> {
  const { kafka, topics, from, changeOf, onUnreadableRange } = options;
  let staged: Change<T>[] = [];
  let stagedBytes = 0;
  let stopped = false;
  let wake = Promise.withResolvers<void>();

  function stage(record: KafkaRecord): void {
    const change = changeOf(record);
    if (!change) return;
    staged.push(change);
    stagedBytes += change.bytes;
  }

  const reader = await startTopicsReader(
    {
      kafka,
      topics,
      from,
      onUnreadableRange,
      onRecords(_partition, records) {
        for (const record of records) stage(record);
        if (stagedBytes > maxStagedBytes) reader.pause();
        wake.resolve();
      },
    },
    options.signal,
  );
  let reachedEnd = false;
  const onEnd = () => {
    reachedEnd = true;
    wake.resolve();
  };
  // A rejection is ignored: `failed` rejects as well, and is listened to.
  const watch = (end: Promise<unknown>) => void end.then(onEnd, () => {});
  watch(reader.caughtUp);

  function unstage(): Change<T>[] {
    const changes = staged;
    staged = [];
    stagedBytes = 0;
    reader.resume();
    return changes;
  }

  return {
    async next() {
      while (!stopped) {
        if (staged.length > 0) return unstage();
        if (reachedEnd) {
          reachedEnd = false;
          watch(reader.sync());
          return [];
        }
        await Promise.race([wake.promise, reader.failed]).catch(rethrow);
        wake = Promise.withResolvers();
      }
      return [];
    },
    offsets() {
      const positions = reader.positions();
      return from.map((begin, partition) => positions.get(partition) ?? begin);
    },
    stop() {
      if (stopped) return;
      stopped = true;
      wake.resolve();
      void reader.stop();
    },
  };
}

function rethrow(error: unknown): never {
  throw error instanceof OffsetLost ? cursorExpired('the log does not have its place') : error;
}
