import type { Principal } from '@cupcakery/kit/auth/principal';
import type { Order } from '@cupcakery/workflow/order';
import type { Workflow } from '@cupcakery/workflow/workflow-file';
import type { Selection } from './change.ts';

/** Staff: who works at a stage, runs the place or the machines. Everybody else sees their own orders only. */
export function seesAllOrders(principal: Principal, workflow: Workflow): boolean {
  const staff = new Set(['admin', 'sre', 'manager', 'shopkeeper', ...workflow.stages.map((s) => s.role)]);
  return principal.roles.some((role) => staff.has(role));
}

/** Whether a caller may know of an order; if not, it must look as if it did not exist. */
export function maySee(principal: Principal, workflow: Workflow, order: Order): boolean {
  return order.customerId === principal.subject || seesAllOrders(principal, workflow);
}

export type OrderFilter = {
  ids?: readonly string[] | null | undefined;
  status?: readonly Order['status'][] | null | undefined;
  stages?: readonly string[] | null | undefined;
  mine?: boolean | null | undefined;
};

/** The orders that a caller may see and a filter names. */
export function orderSelection(
  principal: Principal,
  workflow: Workflow,
  filter: OrderFilter = {},
): Selection {
  const all = seesAllOrders(principal, workflow);
  const ownOnly = !all || filter.mine === true;
  const ids = filter.ids ? new Set(filter.ids) : undefined;
  const status = filter.status ? new Set(filter.status) : undefined;
  const stages = filter.stages ? new Set(filter.stages) : undefined;
  // What an order keeps for life: its id and whose it is.
  const lasting = (order: Order) =>
    (!ownOnly || order.customerId === principal.subject) && (!ids || ids.has(order.id));
  return {
    matches: (order) =>
      lasting(order) && (!status || status.has(order.status)) && (!stages || stages.has(order.stage)),
    // Of an archived order without a past nobody knows whose it was: only staff may hear its id.
    mayHaveMatched: (orderId, after) =>
      after ? lasting(after) : all && !ownOnly && (!ids || ids.has(orderId)),
  };
}

/** Whether an order is a ticket at a stage: waits or is in work there. At an incident it is nobody's ticket. */
export function isTicketAt(order: Order, stage: string): boolean {
  return order.status === 'open' && order.stage === stage && order.stageStatus !== 'done';
}

/** The tickets of a stage that a caller may see. */
export function ticketSelection(principal: Principal, workflow: Workflow, stage: string): Selection {
  const orders = orderSelection(principal, workflow);
  return {
    matches: (order) => isTicketAt(order, stage) && orders.matches(order),
    mayHaveMatched: orders.mayHaveMatched,
  };
}
