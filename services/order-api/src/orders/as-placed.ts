import type { Order } from '@cupcakery/workflow/contracts/order';
import { evolveOrder } from '@cupcakery/workflow/decider/evolve';

/**
 * The order as it was when it was placed, from any later state of it: a repeated request gets the answer of the first,
 * even if the order has moved on.
 */
export function asPlaced(order: Order): Order {
  const { id, workflow, route, details, customerId, placedAt, promisedAt } = order;
  return evolveOrder(undefined, {
    type: 'OrderPlaced',
    orderId: id,
    version: 1,
    at: placedAt,
    by: '',
    workflow,
    route,
    details,
    promisedAt,
    ...(customerId === undefined ? {} : { customerId }),
  });
}
