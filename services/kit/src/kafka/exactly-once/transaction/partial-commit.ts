import { compareTags, type TransactionTag, writeTag } from './transaction-tag.ts';

/** The end of one output topic's partition: what lies there of one producer id's transactions. */
export type LogTail = {
  topic: string;
  /** The last one that readers see something of. */
  visible: { tag: TransactionTag; offsets: ReadonlyMap<string, number> | undefined } | undefined;
  /** Those after it that were aborted here, by their tags: where the first record of each lies. */
  aborted: ReadonlyMap<string, number>;
};

/** A transaction that was committed in some of its partitions and aborted in others. */
export type PartialCommit = {
  tag: TransactionTag;
  /** Where its records were aborted, and lie from `from` on. */
  missing: { topic: string; from: number }[];
  /** The offsets that it commits, if these were aborted: undefined where none of its records says them. */
  offsets: ReadonlyMap<string, number> | 'committed' | undefined;
};

/**
 * Kafka 4.3 can end a transaction both ways: a broker that comes back within its session's time-out may take itself for
 * the coordinator still, and commit from a decision that it had not replicated, while its successor, which never saw
 * that decision, aborts. Each partition keeps the first marker. Only the last transaction of an id can end so.
 * @param offset the transaction that committed the group's offset
 * @returns undefined when the last transaction ended one way
 */
export function findPartialCommit(
  offset: TransactionTag,
  tails: readonly LogTail[],
): PartialCommit | undefined {
  let tag = offset;
  for (const { visible } of tails) if (visible && (compareTags(visible.tag, tag) ?? 0) > 0) tag = visible.tag;
  const missing = tails.flatMap(({ topic, aborted }) => {
    const from = aborted.get(writeTag(tag));
    return from === undefined ? [] : [{ topic, from }];
  });
  if (tag === offset) return missing.length === 0 ? undefined : { tag, missing, offsets: 'committed' };
  const saying = tails.find(({ visible }) => visible?.offsets && compareTags(visible.tag, tag) === 0);
  return { tag, missing, offsets: saying?.visible?.offsets };
}
