import type { KafkaConnection, ProducerIdentity } from '../connection/connection.ts';
import type { ProduceRecord } from '../wire/record.ts';
import { recordBatchSize, type WireMessage } from '../wire/record-batch.ts';
import { isTooLarge } from './classify-failure.ts';

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

/** A batch with the sequence number of its first record. */
export type SequencedBatch = {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly WireMessage[];
  readonly firstSequence: number;
};

/** What became of batches: the error of each that was not written, the offset of the first record of the others. */
export type Produced<B> = { errors: Map<B, unknown>; offsets: Map<B, number> };

/** Sends batches, at most one for each partition, to the node that leads these partitions. Never rejects. */
export async function produceTo<B extends SequencedBatch>(
  connection: KafkaConnection,
  nodeId: number,
  producer: ProducerIdentity & { transactionalId?: string },
  batches: readonly B[],
  timeoutMs: number,
): Promise<Produced<B>> {
  try {
    const { producerId, producerEpoch, transactionalId } = producer;
    const results = await connection.produce(nodeId, {
      acks: -1,
      timeout: timeoutMs,
      producerId,
      producerEpoch,
      ...(transactionalId === undefined ? {} : { transactionalId }),
      topicData: [...Map.groupBy(batches, ({ topic }) => topic)].map(([topic, partitions]) => ({
        topic,
        partitions,
      })),
    });
    const byKey = new Map(results.map((result) => [keyOf(result), result]));
    const produced: Produced<B> = { errors: new Map(), offsets: new Map() };
    for (const batch of batches) {
      const result = byKey.get(keyOf(batch));
      const error = result ? result.error : new Error(`no result for ${batch.topic}/${batch.partition}`);
      if (error) produced.errors.set(batch, error);
      else if (result) produced.offsets.set(batch, result.baseOffset);
    }
    return produced;
  } catch (error) {
    return { errors: new Map(batches.map((batch) => [batch, error])), offsets: new Map() };
  }
}

const keyOf = ({ topic, partition }: { topic: string; partition: number }) => `${partition}/${topic}`;

/** A topic refuses a record batch for its length. */
export class BatchTooLarge extends Error {
  override readonly name = 'BatchTooLarge';
  readonly topic: string;
  readonly records: number;
  /** On the wire. */
  readonly bytes: number;

  constructor({ topic, messages }: SequencedBatch, cause: unknown) {
    const bytes = recordBatchSize(messages);
    super(`topic ${topic} refuses a batch of ${messages.length} records and ${bytes} bytes`, { cause });
    this.topic = topic;
    this.records = messages.length;
    this.bytes = bytes;
  }
}

/** A producer's identity and its next sequence number per partition (kept by the caller between sends). */
export type ProducerSession = ProducerIdentity & {
  transactionalId?: string;
  sequences: Map<string, number>;
};

/** A batch in the log, with the offset of its first record. */
export type WrittenBatch = PartitionBatch & { baseOffset: number };

const maxSequence = 2 ** 31;

/**
 * Sends batches to the leaders of their partitions, all brokers at once and those of one partition one after the other,
 * and advances the sequence number of each partition that has them. Nothing is retried.
 * @returns where the first record of each batch lies
 * @throws BatchTooLarge, or the error of the first batch that has one
 */
export async function produceBatches(
  connection: KafkaConnection,
  session: ProducerSession,
  batches: readonly PartitionBatch[],
  timeoutMs: number,
): Promise<WrittenBatch[]> {
  const written: WrittenBatch[] = [];
  const byPartition = [...Map.groupBy(batches, keyOf).values()];
  const rounds = Math.max(0, ...byPartition.map(({ length }) => length));
  // A request may have one record batch for each partition.
  for (let round = 0; round < rounds; round++) {
    const sequenced = byPartition.flatMap((own) =>
      own.slice(round, round + 1).map((batch) => ({
        ...batch,
        firstSequence: session.sequences.get(keyOf(batch)) ?? 0,
      })),
    );
    const byNode = Map.groupBy(sequenced, (b) => connection.leader(b.topic, b.partition));
    await Promise.all(
      [...byNode].map(async ([nodeId, own]) => {
        const { errors, offsets } = await produceTo(connection, nodeId, session, own, timeoutMs);
        for (const batch of own) {
          const next = (batch.firstSequence + batch.messages.length) % maxSequence;
          if (!errors.has(batch)) session.sequences.set(keyOf(batch), next);
        }
        for (const [batch, error] of errors)
          throw isTooLarge(error) ? new BatchTooLarge(batch, error) : error;
        for (const [batch, baseOffset] of offsets) written.push({ ...batch, baseOffset });
      }),
    );
  }
  return written;
}
