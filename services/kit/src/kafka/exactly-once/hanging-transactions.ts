import { type Cluster, createErrorFromCode, fetchRecords } from '../connection/kafkajs-internals.ts';
import { type Isolation, isolationLevel, leaderBroker, listOffsets } from '../connection/metadata.ts';
import { committedBatches } from '../wire/committed-batches.ts';
import type { WireBatch } from '../wire/fetch-response.ts';
import { headerOf } from '../wire/record.ts';
import { compareTags, readTag, type TransactionTag, tagHeader } from './transaction-tag.ts';

/** A topic in whose partition records wait for a marker. `stable` is the offset of the first of them. */
export type HangingPartition = { topic: string; stable: number };

/** Topics to end together, since their records are of one transaction. */
export type HangingTransaction = { topics: string[]; committed: boolean };

/** How many offsets before its end a log is looked at first; each further look reaches this many times as far. */
const firstLook = 256;
const furtherBy = 16;
const bytesPerLook = 1 << 20;

/**
 * Of these topics those in whose partition records wait for a marker. While nobody has a transaction open there,
 * these have lost it, and no reader of committed records gets past.
 */
export async function partitionsWithHangingTransaction(
  cluster: Cluster,
  topics: readonly string[],
  partition: number,
): Promise<HangingPartition[]> {
  const found = await Promise.all(
    topics.map(async (topic) => {
      const of = async (isolation: Isolation) =>
        (await listOffsets(cluster, topic, [partition], 'end', isolation)).get(partition) ?? 0;
      const stable = await of('committed');
      return stable < (await of('uncommitted')) ? [{ topic, stable }] : [];
    }),
  );
  return found.flat();
}

/**
 * How what hangs must end. Whoever reads committed records may have seen a transaction as soon as one of its
 * partitions has its marker; then the others must follow. What nobody can have seen is dropped: it is decided anew.
 * The log itself tells, and not the coordinator, which forgets with the next fence how the last transaction ended.
 * @param topics all topics that the transactional id writes to, of which `stuck` hang
 * @param offsetStamp metadata of the group's committed offset, which is part of every transaction
 * @returns in the order in which the transactions were written
 */
export async function resolveHangingTransactions(
  cluster: Cluster,
  partition: number,
  topics: readonly string[],
  stuck: readonly HangingPartition[],
  offsetStamp: string | undefined,
): Promise<HangingTransaction[]> {
  const hanging = await Promise.all(
    stuck.map(async ({ topic, stable }) => ({
      topic,
      stamp: await firstTag(cluster, topic, partition, stable),
    })),
  );
  const visible = await Promise.all(
    topics.map(async (topic) => {
      const stable = stuck.find((s) => s.topic === topic)?.stable;
      return lastTag(cluster, topic, partition, stable);
    }),
  );
  return resolveOutcome(hanging, [readTag(offsetStamp), ...visible]);
}

/**
 * @param hanging topics with the transaction whose records wait there, as far as it is known
 * @param visible transactions that readers of committed records can see something of
 */
export function resolveOutcome(
  hanging: readonly { topic: string; stamp: TransactionTag | undefined }[],
  visible: readonly (TransactionTag | undefined)[],
): HangingTransaction[] {
  const ordered = hanging.toSorted((a, b) => order(a.stamp, b.stamp) ?? 0);
  const known = [...visible, ...ordered.map(({ stamp }) => stamp)];
  const transactions: (HangingTransaction & { stamp: TransactionTag | undefined })[] = [];
  for (const { topic, stamp } of ordered) {
    const last = transactions.at(-1);
    if (last && order(last.stamp, stamp) === 0) last.topics.push(topic);
    else {
      const isVisible = visible.some((seen) => order(seen, stamp) === 0);
      // A later one is only begun in the same session when this one was committed.
      const isFollowed = known.some(
        (other) => (order(stamp, other) ?? 0) < 0 && other?.producerEpoch === stamp?.producerEpoch,
      );
      transactions.push({ topics: [topic], committed: isVisible || isFollowed, stamp });
    }
  }
  return transactions.map(({ topics, committed }) => ({ topics, committed }));
}

function order(a: TransactionTag | undefined, b: TransactionTag | undefined): number | undefined {
  return a && b && compareTags(a, b);
}

/** Transaction of the record at an offset or the next one, committed or not. */
async function firstTag(cluster: Cluster, topic: string, partition: number, from: number) {
  const { batches } = await fetchOnce(cluster, topic, partition, from, 'uncommitted');
  return tagOf(batches.find((batch) => !batch.control));
}

/** The last transaction of which a reader of committed records sees something before `stable` (default: the end). */
async function lastTag(cluster: Cluster, topic: string, partition: number, stable?: number) {
  const [begin, end] = await Promise.all(
    (['start', 'end'] as const).map(
      async (of) => (await listOffsets(cluster, topic, [partition], of, 'committed')).get(partition) ?? 0,
    ),
  );
  const until = stable ?? end ?? 0;
  for (let reach = firstLook; ; reach *= furtherBy) {
    const from = Math.max(begin ?? 0, until - reach);
    let last: TransactionTag | undefined;
    for (let at = from; at < until; ) {
      const { batches, next } = await fetchOnce(cluster, topic, partition, at, 'committed');
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
  cluster: Cluster,
  topic: string,
  partition: number,
  from: number,
  isolation: Isolation,
): Promise<{ batches: WireBatch[]; next: number }> {
  const broker = await leaderBroker(cluster, topic, partition);
  const { topics } = await fetchRecords(broker, {
    isolationLevel: isolationLevel[isolation],
    maxWaitTime: 0,
    minBytes: 0,
    maxBytes: bytesPerLook,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(from), maxBytes: bytesPerLook }] }],
  });
  const data = topics[0]?.partitions[0];
  if (!data) throw new Error(`${topic}/${partition}: no answer to a fetch`);
  if (data.errorCode !== 0) throw createErrorFromCode(data.errorCode);
  return { batches: committedBatches(data), next: data.batches.at(-1)?.next ?? from };
}
