import { compareTags, type TransactionTag } from './transaction-tag.ts';

/** Topics to end together, since their records are of one transaction. */
export type HangingTransaction = { topics: string[]; committed: boolean };

/**
 * How transactions that lost their markers must end: committed when readers of committed records can have seen any
 * part of them, else aborted, since their commands will be decided again.
 * @param hanging topics with the transaction whose records wait there, as far as it is known
 * @param visible transactions that readers of committed records can see something of
 */
export function resolveOutcome(
  hanging: readonly { topic: string; tag: TransactionTag | undefined }[],
  visible: readonly (TransactionTag | undefined)[],
): HangingTransaction[] {
  const ordered = hanging.toSorted((a, b) => order(a.tag, b.tag) ?? 0);
  const known = [...visible, ...ordered.map(({ tag }) => tag)];
  const transactions: (HangingTransaction & { tag: TransactionTag | undefined })[] = [];
  for (const { topic, tag } of ordered) {
    const last = transactions.at(-1);
    if (last && order(last.tag, tag) === 0) last.topics.push(topic);
    else {
      const isVisible = visible.some((seen) => order(seen, tag) === 0);
      // A later one is only begun in the same session when this one was committed.
      const isFollowed = known.some(
        (other) => (order(tag, other) ?? 0) < 0 && other?.producerEpoch === tag?.producerEpoch,
      );
      transactions.push({ topics: [topic], committed: isVisible || isFollowed, tag });
    }
  }
  return transactions.map(({ topics, committed }) => ({ topics, committed }));
}

function order(a: TransactionTag | undefined, b: TransactionTag | undefined): number | undefined {
  return a && b && compareTags(a, b);
}
