import type { Order } from '@cupcakery/workflow/order';
import type { SecondsRange } from '../generated/resolvers.ts';
import { secondsBetween } from './mean.ts';

const hour = 3_600_000;
/** Fewer say nothing. */
const fewest = 5;

/** What orders of the last hour spent at each stage, arrival to end: the 25th and the 90th per cent. */
export function recentSecondsOf(orders: Iterable<Order>, now: number): ReadonlyMap<string, SecondsRange> {
  const from = new Date(now - hour).toISOString();
  const spent = new Map<string, number[]>();
  for (const order of orders) {
    if (order.updatedAt < from) continue;
    for (const { name, readyAt, completedAt } of order.stages) {
      if (readyAt === undefined || completedAt === undefined || completedAt < from) continue;
      const list = spent.get(name);
      const seconds = secondsBetween(readyAt, completedAt);
      if (list) list.push(seconds);
      else spent.set(name, [seconds]);
    }
  }
  const ranges = new Map<string, SecondsRange>();
  for (const [stage, list] of spent) {
    if (list.length < fewest) continue;
    const sorted = list.sort((a, b) => a - b);
    ranges.set(stage, { from: percentile(sorted, 0.25), to: percentile(sorted, 0.9) });
  }
  return ranges;
}

/** Nearest rank: a value that really occurred. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
