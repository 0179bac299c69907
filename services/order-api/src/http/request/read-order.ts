import type { Order } from '@cupcakery/workflow/contracts/order';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { ApiContext } from './api-context.ts';
import { authorize } from './authorize.ts';

/** The order as the caller may see it. Throws RequestFailure NOT_FOUND, which is in the audit where the order exists. */
export function readOrder(c: ApiContext, orders: OrdersService, orderId: string): Promise<Order> {
  const { workflow, reads } = orders;
  const on = { action: 'order.read', object: orderObject(orders, orderId) } as const;
  authorize(c, { ...on, target: { workflow } });
  return orders.find(c.get('principal'), orderId).catch((error: unknown) => {
    if (reads.get(orderId)) c.get('audit').denied({ ...on, reason: 'not_yours' });
    throw error;
  });
}

/** An order in the audit. */
export function orderObject({ workflow }: OrdersService, orderId: string): string {
  return `order ${workflow.name}/${orderId}`;
}
