import type { KafkaConnection } from '../../connection/connection.ts';
import { abortedBatches, committedBatches } from '../../wire/committed-batches.ts';
import type { WireBatch } from '../../wire/read-batch.ts';
import { readHeaders } from '../../wire/read-headers.ts';
import { headerOf, type ProduceRecord } from '../../wire/record.ts';
import { findPartialCommit, type LogTail, type PartialCommit } from './partial-commit.ts';
import { committedPages, committedRange, tagOf } from './partition-log.ts';
import { offsetsHeader, readOffsets, type TransactionTag, tagHeader, writeTag } from './transaction-tag.ts';

/**
 * The search begins this many offsets before the end of a log, then reaches `growth` times as far, once: what it looks
 * for is the last thing that was written, except where others write too.
 */
const firstSpan = 256;
const growth = 8;

/**
 * Reads whether the last transaction was committed in part.
 * @param topics all that the transactional id writes to
 * @param offset the transaction that committed the group's offset
 */
export async function readPartialCommit(
  connection: KafkaConnection,
  partition: number,
  topics: readonly string[],
  offset: TransactionTag,
): Promise<PartialCommit | undefined> {
  const tails = topics.map((topic) => readTail(connection, topic, partition, offset.producerId));
  return findPartialCommit(offset, await Promise.all(tails));
}

/** What the transactions of one producer id have left at the end of a partition. */
async function readTail(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  producerId: string,
): Promise<LogTail> {
  const { begin, end: until } = await committedRange(connection, topic, partition);
  const read = async (from: number): Promise<LogTail> => {
    let visible: LogTail['visible'];
    const aborted = new Map<string, number>();
    for await (const page of committedPages(connection, topic, partition, { from, until })) {
      const seen = committedBatches(page).findLast((batch) => tagOf(batch)?.producerId === producerId);
      const tag = tagOf(seen);
      if (seen && tag) {
        visible = { tag, offsets: readOffsets(firstHeader(seen, offsetsHeader)) };
        aborted.clear();
      }
      for (const batch of abortedBatches(page)) {
        const own = tagOf(batch);
        if (own?.producerId !== producerId || (seen && batch.base < seen.base)) continue;
        if (!aborted.has(writeTag(own))) aborted.set(writeTag(own), batch.base);
      }
    }
    return { topic, visible, aborted };
  };
  const near = Math.max(begin, until - firstSpan);
  const tail = await read(near);
  return tail.visible || near === begin ? tail : await read(Math.max(begin, until - firstSpan * growth));
}

/** The records of a transaction that were aborted, as they were to be written. */
export async function abortedRecords(
  connection: KafkaConnection,
  partition: number,
  { tag, missing }: PartialCommit,
): Promise<ProduceRecord[]> {
  const text = writeTag(tag);
  const records = missing.map(async ({ topic, from }): Promise<ProduceRecord[]> => {
    const { end: until } = await committedRange(connection, topic, partition);
    const found: ProduceRecord[] = [];
    for await (const page of committedPages(connection, topic, partition, { from, until })) {
      const own = abortedBatches(page).filter((batch) => firstHeader(batch, tagHeader) === text);
      found.push(...own.flatMap((batch) => writable(topic, partition, batch)));
    }
    return found;
  });
  return (await Promise.all(records)).flat();
}

const firstHeader = ({ records: [first] }: WireBatch, name: string): string | undefined =>
  first && headerOf(first, name);

/** A batch's records as they were before their transaction's headers were added; they lie side by side again. */
function writable(topic: string, partition: number, { records }: WireBatch): ProduceRecord[] {
  return records.map(({ key, value, headers }, n) => {
    const own = readHeaders(headers).filter(([name]) => name !== tagHeader && name !== offsetsHeader);
    return {
      topic,
      partition,
      key: key?.toString('utf8') ?? '',
      value,
      headers: Object.fromEntries(own.map(([name, bytes]) => [name, bytes ?? Buffer.alloc(0)])),
      ...(n === 0 ? {} : { withPrevious: true }),
    };
  });
}
