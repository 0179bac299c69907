import type { Order } from '@cupcakery/workflow/contracts/order';
import { createSortedOrders, type SortedOrders } from './sorted-orders.ts';

/** Finds orders of a view without a look at all of them. */
export type OrderIndex = {
  /** To be called with every change of the view; undefined: not in it. */
  replace(before: Order | undefined, after: Order | undefined): void;
  /** The orders of these statuses at these stages, in one list each; what is left out does not narrow it. */
  groups(
    status: ReadonlySet<Order['status']> | undefined,
    stages: ReadonlySet<string> | undefined,
  ): SortedOrders[];
  ofCustomer(customerId: string): Iterable<Order>;
};

type Group = { status: Order['status']; stage: string; orders: SortedOrders };

export function createOrderIndex(): OrderIndex {
  const groups = new Map<string, Group>();
  /** Most customers have one order: a Set for each would be as large as it. */
  const customers = new Map<string, Order | Set<Order>>();

  const keyOf = ({ status, stage }: Order) => `${status} ${stage}`;

  function addTo(customerId: string, order: Order): void {
    const present = customers.get(customerId);
    if (present === undefined) customers.set(customerId, order);
    else if (present instanceof Set) present.add(order);
    else customers.set(customerId, new Set([present, order]));
  }

  function removeFrom(customerId: string, order: Order): void {
    const present = customers.get(customerId);
    if (present instanceof Set) {
      present.delete(order);
      if (present.size === 0) customers.delete(customerId);
    } else if (present === order) customers.delete(customerId);
  }

  return {
    replace(before, after) {
      if (before) {
        const group = groups.get(keyOf(before));
        group?.orders.remove(before);
        if (group?.orders.size === 0) groups.delete(keyOf(before));
        if (before.customerId !== undefined) removeFrom(before.customerId, before);
      }
      if (!after) return;
      const { status, stage, customerId } = after;
      const group = groups.get(keyOf(after)) ?? { status, stage, orders: createSortedOrders() };
      groups.set(keyOf(after), group);
      group.orders.add(after);
      if (customerId !== undefined) addTo(customerId, after);
    },
    groups(status, stages) {
      const found: SortedOrders[] = [];
      for (const group of groups.values()) {
        if ((!status || status.has(group.status)) && (!stages || stages.has(group.stage))) {
          found.push(group.orders);
        }
      }
      return found;
    },
    ofCustomer(customerId) {
      const present = customers.get(customerId);
      if (present === undefined) return [];
      return present instanceof Set ? present : [present];
    },
  };
}
