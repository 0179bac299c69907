import { committedBatches } from '../wire/committed-batches.ts';
import type { WirePartition } from '../wire/fetch-response.ts';
import type { WireBatchHeader } from '../wire/read-batch.ts';

/** Offsets of a log, from the first to before `end`. */
export type Stretch = { topic: string; partition: number; from: number; end: number };

/** What lies on a stretch, as far as one fetch went. */
export type RecordCount = {
  /** Committed records, without markers. */
  records: number;
  /** Offsets seen, from the stretch's first on. */
  span: number;
  /** Nothing was cut off: what is not in the span belongs to transactions that are still under way. */
  whole: boolean;
  /** Some of it was written in transactions. */
  transactional: boolean;
};

/** Counts by the batches' headers; undefined when the fetch brought nothing of what could be read. */
export function countRecords(
  data: Omit<WirePartition<WireBatchHeader>, 'partition' | 'errorCode' | 'logStart'>,
  { from, end }: Pick<Stretch, 'from' | 'end'>,
): RecordCount | undefined {
  const { batches, lastStableOffset, highWatermark } = data;
  const until = Math.min(end, lastStableOffset);
  const transactional = lastStableOffset < highWatermark || batches.some((batch) => batch.transactional);
  if (from >= until) return { records: 0, span: 0, whole: true, transactional };
  const next = batches.at(-1)?.next ?? 0;
  if (next <= from) return undefined;
  let records = 0;
  for (const batch of committedBatches(data)) records += within(batch, from, until);
  return { records, span: Math.min(next, until) - from, whole: next >= until, transactional };
}

/** Where compaction took records out of a batch that begins before or ends after, those left are taken as spread evenly. */
function within({ base, next, count }: WireBatchHeader, from: number, until: number): number {
  const offsets = Math.min(next, until) - Math.max(base, from);
  return offsets <= 0 ? 0 : Math.round((count * offsets) / (next - base));
}
