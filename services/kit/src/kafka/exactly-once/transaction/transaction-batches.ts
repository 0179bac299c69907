import { groupByPartition, type PartitionBatch } from '../../produce/produce-batches.ts';
import type { ProduceRecord } from '../../wire/record.ts';
import { recordBatchSize, type WireMessage } from '../../wire/record-batch.ts';
import { offsetsHeader, tagHeader, writeOffsets } from './transaction-tag.ts';

/** What the first record of each batch says of its transaction: its tag, and the offsets that it commits. */
export type TransactionMark = { tag: string; offsets: ReadonlyMap<string, number> };

/** Bytes that these headers add to a record, at most, beside the names of the topics with offsets. */
const headerBytes = 120;
const bytesPerOffset = 18;

/**
 * Bytes that the headers of its transaction add to a record, at most.
 * @param topics those with an offset in each transaction
 */
export function tagBytesFor(topics: Iterable<string>): number {
  let bytes = headerBytes;
  for (const topic of topics) bytes += topic.length + bytesPerOffset;
  return bytes;
}

/**
 * The batches of one transaction, such that their topics accept them, each with the mark on its first record, which
 * stands for the whole batch. A record that is too large alone stays as it is; order is kept per partition.
 * @param maxBytes how large a batch a topic accepts
 */
export function markedBatches(
  records: readonly ProduceRecord[],
  { tag, offsets }: TransactionMark,
  maxBytes: (topic: string) => number = () => Number.POSITIVE_INFINITY,
): PartitionBatch[] {
  const tagBytes = tagBytesFor(offsets.keys());
  const headers = { [tagHeader]: tag, [offsetsHeader]: writeOffsets(offsets) };
  const batches = groupByPartition(records).flatMap(({ messages, ...where }) =>
    split(messages, maxBytes(where.topic) - tagBytes).map((part) => ({ ...where, messages: part })),
  );
  for (const { messages } of batches) {
    const [first] = messages;
    if (first) messages[0] = { ...first, headers: { ...first.headers, ...headers } };
  }
  return batches;
}

function split(messages: WireMessage[], maxBytes: number): WireMessage[][] {
  if (messages.length < 2 || recordBatchSize(messages) <= maxBytes) return [messages];
  const half = nearestCut(messages, Math.ceil(messages.length / 2));
  if (half === undefined) return [messages];
  return [...split(messages.slice(0, half), maxBytes), ...split(messages.slice(half), maxBytes)];
}

/** The index nearest to another one before which a batch may end. */
function nearestCut(messages: WireMessage[], wanted: number): number | undefined {
  for (let distance = 0; distance < messages.length; distance++) {
    for (const index of [wanted - distance, wanted + distance]) {
      if (index > 0 && index < messages.length && !messages[index]?.withPrevious) return index;
    }
  }
  return undefined;
}

/** The partitions of batches by topic, as the coordinator registers them. */
export function topicsOf(batches: readonly PartitionBatch[]): { topic: string; partitions: number[] }[] {
  return [...Map.groupBy(batches, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    partitions: [...new Set(own.map(({ partition }) => partition))],
  }));
}
