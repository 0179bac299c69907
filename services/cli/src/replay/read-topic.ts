import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { sleep } from '@cupcakery/kit/tools/backoff';

const progressEveryMs = 2_000;
/** A service waits for Kafka as long as it takes; a person wants to know. */
const openWithinMs = 15_000;

/**
 * Reads a topic from its start to where it ends now. Rejects when it cannot be opened within a quarter of a minute.
 * @param options.onProgress called every two seconds with how many of all offsets have been read
 */
export async function readTopic(options: {
  kafka: KafkaClient;
  topic: string;
  signal: AbortSignal;
  onRecord(record: KafkaRecord): void;
  onProgress(read: number, all: number): void;
}): Promise<void> {
  const { kafka, topic, signal, onRecord, onProgress } = options;
  const done = new AbortController();
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new Error(`no answer within ${openWithinMs / 1000} s`)),
    openWithinMs,
  );
  const reader = await startReader(
    {
      kafka,
      topic,
      from: 'start',
      onRecords: (_partition, records) => {
        for (const record of records) onRecord(record);
      },
    },
    AbortSignal.any([signal, late.signal]),
  ).finally(() => clearTimeout(timer));
  const all = sum(await reader.ends());
  const report = async () => {
    while (!done.signal.aborted) {
      await sleep(progressEveryMs, done.signal);
      if (!done.signal.aborted) onProgress(Math.min(all, sum(reader.positions())), all);
    }
  };
  const reporting = report();
  try {
    await reader.sync();
  } finally {
    done.abort();
    await reporting;
    await reader.stop();
  }
}

const sum = (offsets: ReadonlyMap<number, number>): number =>
  [...offsets.values()].reduce((a, b) => a + b, 0);
