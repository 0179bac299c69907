import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { abortable } from '@cupcakery/kit/tools/on-abort';

/**
 * Searches a small compacted topic for the last record of a key; undefined: none, or its tombstone.
 * What cannot be read of the topic is passed over: it must not keep the other records from being found.
 * Nothing is kept in memory: following the topic all the time would not pay for one request a week.
 * @throws if `signal` is aborted before the topic was read to its end
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
      onUnreadable: (range) => kafka.log.error(range, 'records cannot be read; the search passes over them'),
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
  try {
    await abortable(reader.caughtUp, signal);
  } catch (cause) {
    throw signal.aborted ? new Error(`${topic} was not read to its end in time`, { cause }) : cause;
  } finally {
    void reader.stop();
  }
  return found;
}
