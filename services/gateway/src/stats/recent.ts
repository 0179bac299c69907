import type { Order } from '@cupcakery/workflow/contracts/order';
import { secondsBetween } from './counting/order-time.ts';

/** A typical range of durations, in seconds. */
export type SecondsRange = { from: number; to: number };

const hour = 3_600_000;
/** Fewer are not typical of anything. */
const fewest = 5;

/** How long orders of the last hour were at a stage: the 25th and the 90th percentile; undefined: too few. */
export type RecentStage = {
  /** From arrival to end. */
  total: SecondsRange | undefined;
  /** From the start of the work to its end. */
  work: SecondsRange | undefined;
};
export type RecentCount = { add(order: Order): void; result(): ReadonlyMap<string, RecentStage> };

/** @param now ms since 1970 */
export function createRecentCount(now: number): RecentCount {
  const from = new Date(now - hour).toISOString();
  const stages = new Map<string, { total: number[]; work: number[] }>();
  return {
    add(order) {
      if (order.updatedAt < from) return;
      for (const { name, readyAt, startedAt, completedAt } of order.stages) {
        if (completedAt === undefined || completedAt < from) continue;
        const stage = stages.get(name) ?? { total: [], work: [] };
        stages.set(name, stage);
        if (readyAt !== undefined) stage.total.push(secondsBetween(readyAt, completedAt));
        // Somebody who finishes a ticket without having taken it reports an end, and no start.
        if (startedAt !== undefined && startedAt !== completedAt)
          stage.work.push(secondsBetween(startedAt, completedAt));
      }
    },
    result() {
      return new Map(
        [...stages].map(([name, { total, work }]) => [name, { total: rangeOf(total), work: rangeOf(work) }]),
      );
    },
  };
}

function rangeOf(seconds: readonly number[]): SecondsRange | undefined {
  if (seconds.length < fewest) return undefined;
  const sorted = Float64Array.from(seconds).sort();
  return { from: percentile(sorted, 0.25), to: percentile(sorted, 0.9) };
}

/** By nearest rank: a value that really occurred. */
function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
