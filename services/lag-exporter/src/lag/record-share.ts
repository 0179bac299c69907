import type { RecordCount } from '@cupcakery/kit/kafka/admin/record-count';

/** How many of a topic's offsets hold committed records, as the last that were looked at tell. */
export type RecordShare = {
  add(count: RecordCount): void;
  /** 0 to 1; undefined while too few offsets were seen to tell. */
  readonly value: number | undefined;
  /** Every offset that was ever seen held a record, and none was written in a transaction. */
  readonly isPlain: boolean;
};

/** Offsets that are remembered: enough for a few percent, few enough to follow a topic that changes. */
const remembered = 2_000;
/** A single marker, seen alone, would say that nothing waits. */
const least = 10;

export function createRecordShare(): RecordShare {
  let records = 0;
  let span = 0;
  let isPlain = true;
  return {
    add(count) {
      // What is older counts so much less that all together are as many as are remembered.
      const kept = span === 0 ? 0 : Math.min(1, Math.max(0, remembered - count.span) / span);
      records = records * kept + count.records;
      span = span * kept + count.span;
      isPlain &&= !count.transactional && count.records === count.span;
    },
    get value() {
      return isTelling({ span }) ? records / span : undefined;
    },
    get isPlain() {
      return isPlain && isTelling({ span });
    },
  };
}

/** Whether so many offsets tell a share. */
export function isTelling({ span }: Pick<RecordCount, 'span'>): boolean {
  return span >= least;
}
