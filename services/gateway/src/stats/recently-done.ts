import type { Order } from '@cupcakery/workflow/order';

/** The orders that left a stage last, the latest first. */
export function recentlyDone(orders: Iterable<Order>, stage: string, first: number): Order[] {
  const best: { order: Order; doneAt: string }[] = [];
  for (const order of orders) {
    const doneAt = order.stages.find((s) => s.name === stage)?.completedAt;
    if (doneAt === undefined) continue;
    const last = best.at(-1);
    if (best.length === first && last && doneAt <= last.doneAt) continue;
    const place = best.findIndex((other) => other.doneAt < doneAt);
    best.splice(place < 0 ? best.length : place, 0, { order, doneAt });
    if (best.length > first) best.pop();
  }
  return best.map(({ order }) => order);
}
