import type { Order } from '@cupcakery/workflow/contracts/order';
import type { OrderStatus } from '../generated/resolvers.ts';

const statuses: Record<Order['status'], OrderStatus> = {
  open: 'OPEN',
  incident: 'INCIDENT',
  finished: 'FINISHED',
  cancelled: 'CANCELLED',
  scrapped: 'SCRAPPED',
};

/** The schema's word for an order's status. */
export function statusOf({ status }: Order): OrderStatus {
  return statuses[status];
}

/** The domain's word for a status of the schema. */
export function statusFrom(status: OrderStatus): Order['status'] {
  const lower = Object.entries(statuses).find(([, upper]) => upper === status)?.[0];
  return lower as Order['status'];
}
