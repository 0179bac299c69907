import type { OrderEvent, Read } from './records.ts';

/**
 * Longest silence of each partition between `from` and `to` (ms since the epoch), by the times at which its
 * events were written: under a steady stream, how long it was not served.
 */
export function longestGaps(events: readonly Read<OrderEvent>[], from: number, to: number): number[] {
  const gaps: number[] = [];
  for (const [partition, own] of Map.groupBy(events, (e) => e.partition)) {
    const times = own.map((e) => e.timestamp).filter((t) => t >= from && t <= to);
    let last = from;
    let longest = 0;
    for (const time of [...times, to]) {
      longest = Math.max(longest, time - last);
      last = Math.max(last, time);
    }
    gaps[partition] = longest;
  }
  return gaps;
}
