import type { WirePartition } from './fetch-response.ts';
import type { WireBatchHeader } from './read-batch.ts';

type Outcomes<B extends WireBatchHeader> = Pick<WirePartition<B>, 'aborted' | 'batches'>;

/**
 * The batches with data of a fetched partition, without those of aborted transactions: the broker sends them too, and
 * lists the transactions. A fetch of uncommitted records lists none.
 */
export function committedBatches<B extends WireBatchHeader>(data: Outcomes<B>): B[] {
  const isAborted = abortedTest(data);
  return data.batches.filter((batch) => !isAborted(batch) && !batch.control);
}

/** The batches with data of aborted transactions in a fetched partition. */
export function abortedBatches<B extends WireBatchHeader>(data: Outcomes<B>): B[] {
  return data.batches.filter(abortedTest(data));
}

/** Whether a batch with data is of an aborted transaction; to be called with each batch once, in their order. */
function abortedTest<B extends WireBatchHeader>(data: Outcomes<B>): (batch: B) => boolean {
  // Producers whose aborted transaction is open at the current batch: between its first record and its marker.
  const open = new Set<string>();
  // The broker's list is not sorted by first offset when several transactional producers interleave.
  const aborted = data.aborted.toSorted((x, y) => x.firstOffset - y.firstOffset);
  let nextAborted = 0;
  return (batch) => {
    for (let t = aborted[nextAborted]; t && t.firstOffset < batch.next; t = aborted[++nextAborted]) {
      open.add(t.producerId);
    }
    if (batch.control) open.delete(batch.producerId);
    return !batch.control && batch.transactional && open.has(batch.producerId);
  };
}
