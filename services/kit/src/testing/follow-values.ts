import type { KafkaClient } from '../kafka/admin/kafka-client.ts';
import { type Reader, startReader } from '../kafka/consume/reader.ts';

/** Reads a topic from its start and passes on the value of each record that has one. A throw stops the reader. */
export function followValues(
  kafka: KafkaClient,
  topic: string,
  onValue: (value: Buffer) => void,
): Promise<Reader> {
  return startReader({
    kafka,
    topic,
    from: 'start',
    maxWaitMs: 50,
    onRecords: (_partition, records) => {
      for (const record of records) if (record.value) onValue(record.value);
    },
  });
}
