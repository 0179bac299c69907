import type { KafkaConnection } from '../../connection/connection.ts';
import type { Isolation } from '../../connection/metadata.ts';
import { committedBatches } from '../../wire/committed-batches.ts';
import { committedPages, committedRange, fetchOnce, tagOf } from './partition-log.ts';
import { type HangingTransaction, resolveOutcome } from './transaction-outcome.ts';
import { readTag, type TransactionTag } from './transaction-tag.ts';

/** A topic in whose partition records wait for a marker. `stable` is the offset of the first of them. */
export type HangingPartition = { topic: string; stable: number };

/** The search begins this many offsets before the end of a log; each further fetch reaches `growth` times as far. */
const firstSpan = 256;
const growth = 16;

/**
 * Those of the topics in whose partition records wait for a transaction marker. While no producer has a transaction
 * open there, the marker is lost, and no reader of committed records gets past them.
 */
export async function partitionsWithHangingTransaction(
  connection: KafkaConnection,
  topics: readonly string[],
  partition: number,
): Promise<HangingPartition[]> {
  const found = await Promise.all(
    topics.map(async (topic) => {
      const of = async (isolation: Isolation) =>
        (await connection.listOffsets(topic, [partition], 'end', isolation)).get(partition) ?? 0;
      const stable = await of('committed');
      return stable < (await of('uncommitted')) ? [{ topic, stable }] : [];
    }),
  );
  return found.flat();
}

/**
 * Finds hanging transactions, and reads from the log how they must end. Readers of committed records may have seen a transaction as
 * soon as one of its partitions has its marker; then the others must follow. The coordinator does not know: with the
 * next fence it forgets how the last transaction ended.
 * @param topics all topics that the transactional id writes to
 * @param offsetTag reads the metadata of the group's committed offset, which is part of every transaction
 * @returns in the order in which the transactions were written
 */
export async function findHangingTransactions(
  connection: KafkaConnection,
  partition: number,
  topics: readonly string[],
  offsetTag: () => Promise<string | undefined>,
): Promise<HangingTransaction[]> {
  const found = await partitionsWithHangingTransaction(connection, topics, partition);
  if (found.length === 0) return [];
  const hanging = await Promise.all(
    found.map(async ({ topic, stable }) => ({
      topic,
      tag: await firstTag(connection, topic, partition, stable),
    })),
  );
  const visible = await Promise.all(
    topics.map(async (topic) => {
      const stable = found.find((s) => s.topic === topic)?.stable;
      return lastTag(connection, topic, partition, stable);
    }),
  );
  return resolveOutcome(hanging, [readTag(await offsetTag()), ...visible]);
}

/** Transaction of the record at an offset or the next one, committed or not. */
async function firstTag(connection: KafkaConnection, topic: string, partition: number, from: number) {
  const { data } = await fetchOnce(connection, topic, partition, from, 'uncommitted');
  const { batches, damaged } = data;
  const first = batches.find((batch) => !batch.control);
  // Without its tag, a transaction that readers have seen a part of would be taken for one to abort.
  if (!first && damaged) throw new Error(`${topic}/${partition}: offset ${damaged.base}: ${damaged.reason}`);
  return tagOf(first);
}

/** The last transaction of which a reader of committed records sees something before `stable` (default: the end). */
async function lastTag(connection: KafkaConnection, topic: string, partition: number, stable?: number) {
  const { begin, end } = await committedRange(connection, topic, partition);
  const until = stable ?? end;
  for (let reach = firstSpan; ; reach *= growth) {
    const from = Math.max(begin, until - reach);
    let last: TransactionTag | undefined;
    for await (const page of committedPages(connection, topic, partition, { from, until })) {
      for (const batch of committedBatches(page)) last = tagOf(batch) ?? last;
    }
    if (last || from <= begin) return last;
  }
}
