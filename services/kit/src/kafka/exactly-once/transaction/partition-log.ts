import type { KafkaConnection } from '../../connection/connection.ts';
import { protocolError } from '../../connection/errors.ts';
import type { Isolation } from '../../connection/metadata.ts';
import { nextOffset, type WirePartition } from '../../wire/fetch-response.ts';
import type { WireBatch } from '../../wire/read-batch.ts';
import { headerOf } from '../../wire/record.ts';
import { readTag, type TransactionTag, tagHeader } from './transaction-tag.ts';

const bytesPerFetch = 1 << 20;

/** What lies in a partition from an offset on, up to a megabyte, and where the next fetch begins. */
export async function fetchOnce(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  from: number,
  isolation: Isolation,
): Promise<{ data: WirePartition; next: number }> {
  const { topics } = await connection.fetch(connection.leader(topic, partition), {
    isolation,
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: bytesPerFetch,
    partitions: [{ topic, partition, offset: from, maxBytes: bytesPerFetch }],
  });
  const data = topics[0]?.partitions[0];
  if (!data) throw new Error(`${topic}/${partition}: no response to a fetch`);
  if (data.errorCode !== 0) throw protocolError(data.errorCode);
  return { data, next: nextOffset(data) ?? from };
}

/** The pages of a partition's log between two offsets as a reader of committed records gets them. */
export async function* committedPages(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  { from, until }: { from: number; until: number },
): AsyncGenerator<WirePartition> {
  for (let at = from; at < until; ) {
    const { data, next } = await fetchOnce(connection, topic, partition, at, 'committed');
    yield data;
    if (next <= at) return;
    at = next;
  }
}

/** First and next offset of what a reader of committed records can see. */
export async function committedRange(
  connection: KafkaConnection,
  topic: string,
  partition: number,
): Promise<{ begin: number; end: number }> {
  const offsetOf = async (of: 'start' | 'end') =>
    (await connection.listOffsets(topic, [partition], of, 'committed')).get(partition) ?? 0;
  const [begin, end] = await Promise.all([offsetOf('start'), offsetOf('end')]);
  return { begin, end };
}

/** The transaction that wrote a batch. */
export function tagOf(batch: WireBatch | undefined): TransactionTag | undefined {
  const [first] = batch?.records ?? [];
  return first && readTag(headerOf(first, tagHeader));
}
