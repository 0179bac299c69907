import { failProcessOn } from '../../tools/fail-process-on.ts';
import type { KafkaClient } from '../connection/client.ts';
import { type Reader, startReader } from './reader.ts';

/**
 * Follows a compacted topic of few records from its start, as a table; resolves once that is up to date. A table that misses
 * records would look right and be wrong, so the process ends when it cannot be followed.
 * @param options.apply called with each record; a value of null removes the key. May throw for a value that cannot be read
 * @param options.onUnreadable called with what `apply` threw; the record is left out
 */
export async function followTable(
  options: {
    kafka: KafkaClient;
    topic: string;
    apply(key: string, value: Buffer | null): void;
    onUnreadable(error: unknown, record: { topic: string; partition: number; offset: number }): void;
  },
  signal: AbortSignal,
): Promise<Reader> {
  const { kafka, topic, apply, onUnreadable } = options;
  const reader = await startReader(
    {
      kafka,
      topic,
      from: 'start',
      onRecords(_partition, records) {
        for (const { key, value, partition, offset } of records) {
          if (key === null) continue;
          try {
            apply(key, value);
          } catch (error) {
            onUnreadable(error, { topic, partition, offset });
          }
        }
      },
    },
    signal,
  );
  failProcessOn(reader.failed);
  await reader.caughtUp;
  return reader;
}
