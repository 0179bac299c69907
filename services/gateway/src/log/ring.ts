import type { Change } from './change.ts';

/** The last changes of a feed, numbered from 0 in order of arrival. */
export type Ring<T> = {
  push(change: Change<T>): void;
  /** The change with that number; undefined when it has left the ring or has not come yet. */
  get(seq: number): Change<T> | undefined;
  /** Number of the oldest change that is still here. */
  readonly oldest: number;
  /** Number of the next change. */
  readonly next: number;
  /** Whether every change from these offsets on that was ever pushed is still here. */
  covers(offsets: readonly number[]): boolean;
};

/**
 * @param capacity changes that are kept
 * @param floors per partition, the offset where pushing begins
 */
export function createRing<T>(capacity: number, floors: readonly number[]): Ring<T> {
  const slots: (Change<T> | undefined)[] = [];
  const floor = [...floors];
  let next = 0;
  const oldest = () => Math.max(0, next - capacity);
  return {
    push(change) {
      const slot = next % capacity;
      const leaving = next >= capacity ? slots[slot] : undefined;
      if (leaving) floor[leaving.partition] = leaving.offset + 1;
      slots[slot] = change;
      next += 1;
    },
    get: (seq) => (seq >= oldest() && seq < next ? slots[seq % capacity] : undefined),
    get oldest() {
      return oldest();
    },
    get next() {
      return next;
    },
    covers: (offsets) => floor.every((from, partition) => (offsets[partition] ?? -1) >= from),
  };
}
