import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { OffsetLost } from '@cupcakery/kit/kafka/consume/offset-lost';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Change } from './change.ts';
import { cursorExpired } from './errors.ts';
import { changeOf, readAfter } from './order-feed.ts';

/** Reads a workflow's changes from the log itself, for who has been away longer than the ring reaches back. */
export type LogReplay = {
  /**
   * The next changes, in order per partition; empty when the end of the log has been reached (ask again to go
   * on) or after `stop`. Rejects with CURSOR_EXPIRED when the log does not have the place.
   */
  next(): Promise<readonly Change[]>;
  /** Next offset per partition; all below has been handed out whenever `take` gave an empty list. */
  offsets(): number[];
  stop(): void;
};

/** Above this many bytes of unread changes reading rests; one fetch may bring a MiB more. */
const maxStagedBytes = 4 << 20;

export async function openLogReplay(options: {
  kafka: KafkaClient;
  topic: string;
  from: readonly number[];
  onUnreadable(record: KafkaRecord, error: unknown): void;
  signal?: AbortSignal;
}): Promise<LogReplay> {
  const { kafka, topic, onUnreadable } = options;
  let staged: Change[] = [];
  let stagedBytes = 0;
  let stopped = false;
  let wake = Promise.withResolvers<void>();

  const reader = await startReader(
    {
      kafka,
      topic,
      from: new Map(options.from.entries()),
      onRecords(_partition, records) {
        for (const record of records) {
          const after = readAfter(record, onUnreadable);
          if (after === undefined || record.key === null) continue;
          const change = changeOf(record, record.key, undefined, after);
          staged.push(change);
          stagedBytes += change.bytes;
        }
        if (stagedBytes > maxStagedBytes) reader.pause();
        wake.resolve();
      },
    },
    options.signal,
  );
  let end: Promise<unknown> = reader.caughtUp;
  let reached = false;
  const watchEnd = () => {
    end.then(
      () => {
        reached = true;
        wake.resolve();
      },
      // `failed` rejects as well, and that one is listened to.
      () => {},
    );
  };
  watchEnd();

  return {
    async next() {
      for (;;) {
        if (stopped) return [];
        if (staged.length > 0) {
          const taken = staged;
          staged = [];
          stagedBytes = 0;
          reader.resume();
          return taken;
        }
        if (reached) {
          reached = false;
          end = reader.sync();
          watchEnd();
          return [];
        }
        try {
          await Promise.race([wake.promise, reader.failed]);
        } catch (error) {
          throw error instanceof OffsetLost ? cursorExpired('the log does not have its place') : error;
        }
        wake = Promise.withResolvers();
      }
    },
    offsets() {
      const positions = reader.positions();
      return options.from.map((from, partition) => positions.get(partition) ?? from);
    },
    stop() {
      if (stopped) return;
      stopped = true;
      wake.resolve();
      void reader.stop();
    },
  };
}
