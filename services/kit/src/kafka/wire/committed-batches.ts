import type { WirePartition } from './fetch-response.ts';
import type { WireBatchHeader } from './read-batch.ts';

/**
 * The batches with data of a fetched partition, without those of aborted transactions: the broker sends them too, and
 * lists the transactions. A fetch of uncommitted records lists none.
 */
export function committedBatches<B extends WireBatchHeader>(
  data: Pick<WirePartition<B>, 'aborted' | 'batches'>,
): B[] {
  // Producers whose aborted transaction is open at the current batch: between its first record and its marker.
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
