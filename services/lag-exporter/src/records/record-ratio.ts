import type { RecordCount } from '@cupcakery/kit/kafka/admin/record-count';

/** Which part of a topic's offsets holds committed records, measured on the offsets that were read last. */
export type RecordRatio = {
  add(count: RecordCount): void;
  /** 0 to 1; undefined while too few offsets were read. */
  readonly value: number | undefined;
  /** Every offset read so far held a record, and none was written in a transaction. */
  readonly isPlain: boolean;
};

/** Offsets that count: enough for a precision of a few percent, few enough to follow a topic that changes. */
const maxOffsets = 2_000;
/** A single marker, read alone, would mean that nothing waits. */
const minOffsets = 10;

export function createRecordRatio(): RecordRatio {
  let records = 0;
  let span = 0;
  let isPlain = true;
  return {
    add(count) {
      // Older offsets are scaled down so that the total stays at maxOffsets.
      const kept = span === 0 ? 0 : Math.min(1, Math.max(0, maxOffsets - count.span) / span);
      records = records * kept + count.records;
      span = span * kept + count.span;
      isPlain &&= !count.transactional && count.records === count.span;
    },
    get value() {
      return isSignificant({ span }) ? records / span : undefined;
    },
    get isPlain() {
      return isPlain && isSignificant({ span });
    },
  };
}

/** Whether this many offsets are enough for a ratio. */
export function isSignificant({ span }: Pick<RecordCount, 'span'>): boolean {
  return span >= minOffsets;
}
