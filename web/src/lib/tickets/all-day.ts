import type { Field } from '../details/fields.ts';
import { summarise } from '../details/summary.ts';
import type { Order } from '../orders/order.ts';

/** How much of one item the open tickets need, in all and by variant (such as the size). */
export type Total = { item: string; count: number; parts: { said: string; count: number }[] };

/** The sum over all tickets, most first. An order without a quantity counts as one. */
export const allDay = (fields: readonly Field[], orders: Iterable<Order>): Total[] => {
  const totals = new Map<string, Map<string, number>>();
  for (const { details } of orders) {
    const { item, count, rest } = summarise(fields, details);
    const parts = totals.get(item) ?? new Map<string, number>();
    totals.set(item, parts);
    const said = rest.join(', ');
    parts.set(said, (parts.get(said) ?? 0) + (count ?? 1));
  }
  const byCount = <T extends { count: number }>(list: T[]) => list.sort((a, b) => b.count - a.count);
  return byCount(
    [...totals].map(([item, parts]) => ({
      item,
      count: [...parts.values()].reduce((sum, count) => sum + count, 0),
      parts: byCount([...parts].map(([said, count]) => ({ said, count }))),
    })),
  );
};
