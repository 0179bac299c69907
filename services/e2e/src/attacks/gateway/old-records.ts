import { Kafka, logLevel } from 'kafkajs';
import type { SnapshotWriter } from '../../bench/fan-out/records/snapshots.ts';
import { newOrderId } from '../../bench/measuring/order-id.ts';

/**
 * Writes snapshots of other orders that are dated in the past; by kafkajs, since services date no records.
 * @param time ms since 1970
 */
export async function writeOldRecords(
  broker: string,
  writer: SnapshotWriter,
  { count, time }: { count: number; time: number },
): Promise<void> {
  const producer = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR }).producer();
  await producer.connect();
  for (let n = 0; n < count; n += 1) {
    const { topic, partition, key, value } = writer.change(newOrderId(), 'somebody').record;
    await producer.send({ topic, messages: [{ partition, key, value, timestamp: String(time) }] });
  }
  await producer.disconnect();
}
