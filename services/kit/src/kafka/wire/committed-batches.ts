import type { WireBatchHeader, WirePartition } from './fetch-response.ts';

/**
 * Of a fetched partition the batches with data, without those of transactions that were aborted: the broker sends
 * them all the same, and names the transactions. A fetch of uncommitted records names none.
 */
export function committedBatches<B extends WireBatchHeader>(
  data: Pick<WirePartition<B>, 'aborted' | 'batches'>,
): B[] {
  // Transactions that were aborted, by producer, while the reading is between their first record and marker.
  const open = new Set<string>();
  // The broker's list is not sorted by first offset when several transactional producers interleave.
  const aborted = data.aborted.toSorted((x, y) => x.firstOffset - y.firstOffset);
  let nextAborted = 0;
  return data.batches.filter((batch) => {
    for (let t = aborted[nextAborted]; t && t.firstOffset < batch.next; t = aborted[++nextAborted]) {
      open.add(t.producerId);
    }
    if (batch.control) open.delete(batch.producerId);
    return !batch.control && !(batch.transactional && open.has(batch.producerId));
  });
}
