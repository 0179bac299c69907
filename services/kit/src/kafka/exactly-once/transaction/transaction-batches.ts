import type { PartitionBatch } from '../../produce/produce-batches.ts';
import { recordBatchSize, type WireMessage } from '../../wire/record-batch.ts';
import { tagHeader } from './transaction-tag.ts';

/** Bytes that a tag adds to a record, at most. */
export const tagBytes = 80;

/** Splits batches into such that their topics accept; a single record stays as it is. Order is kept per partition. */
export function splitBatches(
  batches: readonly PartitionBatch[],
  maxBytes: (topic: string) => number,
): PartitionBatch[] {
  return batches.flatMap(({ messages, ...where }) =>
    split(messages, maxBytes(where.topic) - tagBytes).map((part) => ({ ...where, messages: part })),
  );
}

function split(messages: WireMessage[], maxBytes: number): WireMessage[][] {
  if (messages.length < 2 || recordBatchSize(messages) <= maxBytes) return [messages];
  const half = Math.ceil(messages.length / 2);
  return [...split(messages.slice(0, half), maxBytes), ...split(messages.slice(half), maxBytes)];
}

/** Puts the transaction's tag on the first record of each batch: it stands for the whole batch. */
export function tagBatches(batches: readonly PartitionBatch[], tag: string): void {
  for (const { messages } of batches) {
    const [first] = messages;
    if (first) messages[0] = { ...first, headers: { ...first.headers, [tagHeader]: tag } };
  }
}

/** The partitions of batches by topic, as the coordinator registers them. */
export function topicsOf(batches: readonly PartitionBatch[]): { topic: string; partitions: number[] }[] {
  return [...Map.groupBy(batches, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    partitions: [...new Set(own.map(({ partition }) => partition))],
  }));
}
