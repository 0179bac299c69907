import type { Order } from '@cupcakery/workflow/contracts/order';

/** The orders that match, one by one. */
export function* filtered(orders: Iterable<Order>, matches: (order: Order) => boolean): Iterable<Order> {
  for (const order of orders) if (matches(order)) yield order;
}
