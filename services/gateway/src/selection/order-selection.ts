import { type Caller, customerIdOf, isStaff } from '@cupcakery/workflow/access/access';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Selection } from './selection.ts';

/** A client's filter; what is left out or null does not narrow it. */
export type OrderFilter = {
  ids?: readonly string[] | null | undefined;
  status?: readonly Order['status'][] | null | undefined;
  stages?: readonly string[] | null | undefined;
  mine?: boolean | null | undefined;
  /** RFC 3339 in UTC with milliseconds, as orders carry it. */
  placedSince?: string | null | undefined;
};

/** The orders that a filter names and the caller may see: staff all of a workflow, other callers their own. */
export function orderSelection(caller: Caller, workflow: Workflow, filter: OrderFilter = {}): Selection {
  const all = isStaff(caller, workflow);
  const ownOnly = !all || filter.mine === true;
  const own = customerIdOf(caller);
  const ids = filter.ids ? new Set(filter.ids) : undefined;
  const status = filter.status ? new Set(filter.status) : undefined;
  const stages = filter.stages ? new Set(filter.stages) : undefined;
  const since = filter.placedSince ?? '';
  const maySee = (order: Order) => !ownOnly || order.customerId === own;
  // By what an order keeps for life: its id, its owner and when it was placed.
  const lasting = (order: Order) => maySee(order) && (!ids || ids.has(order.id)) && order.placedAt >= since;
  return {
    authority: ownOnly ? `own ${own}` : 'all',
    ids,
    maySee,
    matches: (order) =>
      lasting(order) && (!status || status.has(order.status)) && (!stages || stages.has(order.stage)),
    // The owner of an archived order without a past is unknown: only staff may learn its id.
    mayHaveMatched: (orderId, after) =>
      after ? lasting(after) : all && !ownOnly && (!ids || ids.has(orderId)),
  };
}

/** Whether an order is a ticket at a stage: it waits or is in work there. At an incident it is no ticket. */
export function isTicketAt(order: Order, stage: string): boolean {
  return order.status === 'open' && order.stage === stage && order.stageStatus !== 'done';
}

/** The tickets of a stage that the caller may see. */
export function ticketSelection(caller: Caller, workflow: Workflow, stage: string): Selection {
  const orders = orderSelection(caller, workflow);
  return { ...orders, matches: (order) => isTicketAt(order, stage) && orders.matches(order) };
}
