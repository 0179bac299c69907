import type { KafkaConnection } from '../../connection/connection.ts';
import { protocolError } from '../../connection/errors.ts';
import type { Isolation } from '../../connection/metadata.ts';
import { committedBatches } from '../../wire/committed-batches.ts';
import { nextOffset } from '../../wire/fetch-response.ts';
import type { WireBatch } from '../../wire/read-batch.ts';
import type { DamagedRange } from '../../wire/read-batches.ts';
import { headerOf } from '../../wire/record.ts';
import { type HangingTransaction, resolveOutcome } from './transaction-outcome.ts';
import { readTag, type TransactionTag, tagHeader } from './transaction-tag.ts';

/** A topic in whose partition records wait for a marker. `stable` is the offset of the first of them. */
export type HangingPartition = { topic: string; stable: number };

/** The search begins this many offsets before the end of a log; each further fetch reaches `growth` times as far. */
const firstSpan = 256;
const growth = 16;
const bytesPerFetch = 1 << 20;

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
 * Reads from the log how hanging transactions must end. Readers of committed records may have seen a transaction as
 * soon as one of its partitions has its marker; then the others must follow. The coordinator does not know: with the
 * next fence it forgets how the last transaction ended.
 * @param topics all topics that the transactional id writes to, of which `found` wait for a marker
 * @param offsetTag metadata of the group's committed offset, which is part of every transaction
 * @returns in the order in which the transactions were written
 */
export async function resolveHangingTransactions(
  connection: KafkaConnection,
  partition: number,
  topics: readonly string[],
  found: readonly HangingPartition[],
  offsetTag: string | undefined,
): Promise<HangingTransaction[]> {
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
  return resolveOutcome(hanging, [readTag(offsetTag), ...visible]);
}

/** Transaction of the record at an offset or the next one, committed or not. */
async function firstTag(connection: KafkaConnection, topic: string, partition: number, from: number) {
  const { batches, damaged } = await fetchOnce(connection, topic, partition, from, 'uncommitted');
  const first = batches.find((batch) => !batch.control);
  // Without its tag, a transaction that readers have seen a part of would be taken for one to abort.
  if (!first && damaged) throw new Error(`${topic}/${partition}: offset ${damaged.base}: ${damaged.reason}`);
  return tagOf(first);
}

/** The last transaction of which a reader of committed records sees something before `stable` (default: the end). */
async function lastTag(connection: KafkaConnection, topic: string, partition: number, stable?: number) {
  const [begin, end] = await Promise.all(
    (['start', 'end'] as const).map(
      async (of) => (await connection.listOffsets(topic, [partition], of, 'committed')).get(partition) ?? 0,
    ),
  );
  const until = stable ?? end ?? 0;
  for (let reach = firstSpan; ; reach *= growth) {
    const from = Math.max(begin ?? 0, until - reach);
    let last: TransactionTag | undefined;
    for (let at = from; at < until; ) {
      const { batches, next } = await fetchOnce(connection, topic, partition, at, 'committed');
      for (const batch of batches) last = tagOf(batch) ?? last;
      if (next <= at) break;
      at = next;
    }
    if (last || from <= (begin ?? 0)) return last;
  }
}

function tagOf(batch: WireBatch | undefined): TransactionTag | undefined {
  const [first] = batch?.records ?? [];
  return first && readTag(headerOf(first, tagHeader));
}

async function fetchOnce(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  from: number,
  isolation: Isolation,
): Promise<{ batches: WireBatch[]; damaged: DamagedRange | undefined; next: number }> {
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
  return { batches: committedBatches(data), damaged: data.damaged, next: nextOffset(data) ?? from };
}
