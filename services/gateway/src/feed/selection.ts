import { hasRole, type Principal } from '@cupcakery/kit/auth/principal';
import { hashOf } from '@cupcakery/workflow/contracts/identity';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Selection } from './change.ts';

/** Longer subjects are hashed, as order-api does when it notes whose an order is. */
const longestSubject = 200;

/** The `customerId` of a caller's own orders. */
function customerIdOf({ subject }: Principal): string {
  return subject.length <= longestSubject ? subject : hashOf(subject);
}

/** Staff (any stage's role, sre, admin) see all orders of a workflow, everybody else only their own. */
export function seesAllOrders(principal: Principal, workflow: Workflow): boolean {
  return hasRole(principal, 'sre') || workflow.stages.some(({ role }) => principal.roles.includes(role));
}

export type OrderFilter = {
  ids?: readonly string[] | null | undefined;
  status?: readonly Order['status'][] | null | undefined;
  stages?: readonly string[] | null | undefined;
  mine?: boolean | null | undefined;
  /** RFC 3339 in UTC with milliseconds, as orders carry it. */
  placedSince?: string | null | undefined;
};

/** The orders that a caller may see and a filter names. */
export function orderSelection(
  principal: Principal,
  workflow: Workflow,
  filter: OrderFilter = {},
): Selection {
  const all = seesAllOrders(principal, workflow);
  const ownOnly = !all || filter.mine === true;
  const own = customerIdOf(principal);
  const ids = filter.ids ? new Set(filter.ids) : undefined;
  const status = filter.status ? new Set(filter.status) : undefined;
  const stages = filter.stages ? new Set(filter.stages) : undefined;
  const since = filter.placedSince ?? '';
  const maySee = (order: Order) => !ownOnly || order.customerId === own;
  // What an order keeps for life: its id, whose it is and when it was placed.
  const lasting = (order: Order) => maySee(order) && (!ids || ids.has(order.id)) && order.placedAt >= since;
  return {
    authority: ownOnly ? `own ${own}` : 'all',
    ids,
    maySee,
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
  return { ...orders, matches: (order) => isTicketAt(order, stage) && orders.matches(order) };
}
