import type { Order } from '@cupcakery/workflow/contracts/order';

/** The orders that left a stage last, at most `first` of them, the latest first. */
export function recentlyDone(orders: Iterable<Order>, stage: string, first: number): Order[] {
  const best: { order: Order; doneAt: string }[] = [];
  let oldest = '';
  for (const order of orders) {
    // Nothing is later than the last change: one comparison rules out most orders.
    if (order.updatedAt <= oldest) continue;
    const doneAt = order.stages.find((s) => s.name === stage)?.completedAt;
    if (doneAt === undefined || doneAt <= oldest) continue;
    const index = best.findIndex((other) => other.doneAt < doneAt);
    best.splice(index < 0 ? best.length : index, 0, { order, doneAt });
    if (best.length > first) best.pop();
    if (best.length === first) oldest = best.at(-1)?.doneAt ?? '';
  }
  return best.map(({ order }) => order);
}
