import type { PartitionBatch } from '../../produce/produce-batches.ts';
import { tagHeader } from './transaction-tag.ts';

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
    partitions: own.map(({ partition }) => partition),
  }));
}
