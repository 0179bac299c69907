import type { KafkaConnection } from '../connection/connection.ts';
import type { ProduceRecord } from '../wire/record.ts';
import type { WireMessage } from '../wire/record-batch.ts';

/** Records for one partition of one topic: one record batch on the wire. */
export type PartitionBatch = { topic: string; partition: number; messages: WireMessage[] };

/** Groups records by topic and partition, keeping their order within each. */
export function groupByPartition(records: readonly ProduceRecord[]): PartitionBatch[] {
  const groups = new Map<string, Map<number, PartitionBatch>>();
  const batches: PartitionBatch[] = [];
  for (const record of records) {
    const byPartition = groups.get(record.topic) ?? new Map<number, PartitionBatch>();
    groups.set(record.topic, byPartition);
    let batch = byPartition.get(record.partition);
    if (!batch) {
      batch = { topic: record.topic, partition: record.partition, messages: [] };
      byPartition.set(record.partition, batch);
      batches.push(batch);
    }
    batch.messages.push(record);
  }
  return batches;
}

/** A producer's identity and its next sequence number per partition (kept by the caller between sends). */
export type ProducerSession = {
  producerId: string;
  producerEpoch: number;
  transactionalId?: string;
  sequences: Map<string, number>;
};

const maxSequence = 2 ** 31;

/**
 * Sends batches to the leaders of their partitions, all brokers at once, and advances the sequence numbers of each
 * broker's partitions once it has acknowledged. The caller decides what an error means.
 */
export async function produceBatches(
  connection: KafkaConnection,
  session: ProducerSession,
  batches: PartitionBatch[],
  timeoutMs: number,
): Promise<void> {
  const byNode = Map.groupBy(batches, (b) => connection.leader(b.topic, b.partition));
  await Promise.all(
    [...byNode].map(async ([nodeId, own]) => {
      await connection.produce(nodeId, {
        acks: -1,
        timeout: timeoutMs,
        producerId: session.producerId,
        producerEpoch: session.producerEpoch,
        ...(session.transactionalId === undefined ? {} : { transactionalId: session.transactionalId }),
        topicData: [...Map.groupBy(own, (b) => b.topic)].map(([topic, list]) => ({
          topic,
          partitions: list.map((b) => ({
            partition: b.partition,
            firstSequence: session.sequences.get(`${b.partition}/${topic}`) ?? 0,
            messages: b.messages,
          })),
        })),
      });
      for (const b of own) {
        const key = `${b.partition}/${b.topic}`;
        session.sequences.set(key, ((session.sequences.get(key) ?? 0) + b.messages.length) % maxSequence);
      }
    }),
  );
}
