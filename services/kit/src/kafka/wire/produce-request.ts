import { ByteWriter } from './byte-writer.ts';
import { type WireMessage, writeRecordBatch } from './record-batch.ts';

/** One partition's messages and the sequence number of the first. */
export type ProducePartition = { partition: number; firstSequence: number; messages: readonly WireMessage[] };

export type ProduceArguments = {
  transactionalId?: string;
  producerId: string;
  producerEpoch: number;
  acks: number;
  /** ms that the broker may wait for its replicas. */
  timeout: number;
  topicData: readonly { topic: string; partitions: readonly ProducePartition[] }[];
};

/** Body of a Produce request, version 3 to 8 (they are the same on the wire). */
export function produceRequestBody(args: ProduceArguments, now: number): Buffer {
  const out = new ByteWriter();
  out.string(args.transactionalId ?? null);
  out.int16(args.acks);
  out.int32(args.timeout);
  out.int32(args.topicData.length);
  for (const { topic, partitions } of args.topicData) {
    out.string(topic);
    out.int32(partitions.length);
    for (const { partition, firstSequence, messages } of partitions) {
      out.int32(partition);
      const sizeAt = out.skip(4);
      const owner = {
        producerId: args.producerId,
        producerEpoch: args.producerEpoch,
        firstSequence,
        transactional: args.transactionalId !== undefined,
      };
      writeRecordBatch(out, messages, owner, now);
      out.setInt32(sizeAt, out.length - sizeAt - 4);
    }
  }
  return out.bytes;
}
