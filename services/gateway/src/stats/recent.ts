import type { Order } from '@cupcakery/workflow/contracts/order';
import { secondsBetween } from './order-time.ts';

/** A typical range of durations, in seconds. */
export type SecondsRange = { from: number; to: number };

const hour = 3_600_000;
/** Fewer are not typical of anything. */
const fewest = 5;

/** How long orders of the last hour were at each stage, from arrival to end: the 25th and the 90th percentile. */
export type RecentCount = { add(order: Order): void; result(): ReadonlyMap<string, SecondsRange> };

/** @param now ms since 1970 */
export function createRecentCount(now: number): RecentCount {
  const from = new Date(now - hour).toISOString();
  const spent = new Map<string, number[]>();
  return {
    add(order) {
      if (order.updatedAt < from) return;
      for (const { name, readyAt, completedAt } of order.stages) {
        if (readyAt === undefined || completedAt === undefined || completedAt < from) continue;
        const list = spent.get(name);
        const seconds = secondsBetween(readyAt, completedAt);
        if (list) list.push(seconds);
        else spent.set(name, [seconds]);
      }
    },
    result() {
      const ranges = new Map<string, SecondsRange>();
      for (const [stage, list] of spent) {
        if (list.length < fewest) continue;
        const sorted = Float64Array.from(list).sort();
        ranges.set(stage, { from: percentile(sorted, 0.25), to: percentile(sorted, 0.9) });
      }
      return ranges;
    },
  };
}

/** By nearest rank: a value that really occurred. */
function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
