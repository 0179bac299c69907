import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';

/**
 * Looks through a small compacted topic for the last record of a key; undefined: none, or its tombstone.
 * Nothing of it is kept in memory, for that would be to follow the topic day and night for one question a week.
 */
export async function findRecord(
  { kafka, topic, key }: { kafka: KafkaClient; topic: string; key: string },
  signal: AbortSignal,
): Promise<{ partition: number; value: Buffer } | undefined> {
  let found: { partition: number; value: Buffer } | undefined;
  const reader = await startReader(
    {
      kafka,
      topic,
      from: 'start',
      onRecords(partition, records) {
        for (const record of records) {
          // A copy: the record is a view that would keep the whole fetch in memory.
          if (record.key === key)
            found = record.value ? { partition, value: Buffer.from(record.value) } : undefined;
        }
      },
    },
    signal,
  );
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Error(`${topic} was not read to its end in time`));
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([reader.caughtUp, late]);
  } finally {
    signal.removeEventListener('abort', stop);
    void reader.stop();
  }
  return found;
}
