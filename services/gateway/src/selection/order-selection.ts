import { type Caller, customerIdOf, isBoard, isStaff, scopeOf } from '@cupcakery/workflow/access/caller';
import { isInScope, orderForCustomer, ownershipOf } from '@cupcakery/workflow/access/visibility';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Selection, ShownOrder } from './selection.ts';

/** A client's filter; what is left out or null does not narrow it. */
export type OrderFilter = {
  ids?: readonly string[] | null | undefined;
  status?: readonly Order['status'][] | null | undefined;
  stages?: readonly string[] | null | undefined;
  mine?: boolean | null | undefined;
  /** RFC 3339 in UTC with milliseconds, as orders carry it. */
  placedSince?: string | null | undefined;
};

/**
 * The orders that a filter names and the caller may see: staff all of a workflow that are in their scope, and everyone their
 * own. Who does not work on an order sees it as its customer.
 */
export function orderSelection(caller: Caller, workflow: Workflow, filter: OrderFilter = {}): Selection {
  const works = worksOn(caller, workflow);
  const own = customerIdOf(caller);
  const isOwn = ownershipOf(caller, workflow);
  const ids = filter.ids ? new Set(filter.ids) : undefined;
  const status = filter.status ? new Set(filter.status) : undefined;
  const stages = filter.stages ? new Set(filter.stages) : undefined;
  const since = filter.placedSince ?? '';
  const maySee = (order: Order) => isOwn(order) || (filter.mine !== true && works.on(order));
  // By what an order keeps for life: its id, its owner, its scope and when it was placed.
  const lasting = (order: Order) => maySee(order) && (!ids || ids.has(order.id)) && order.placedAt >= since;
  const seesAll = works.authority === 'all' && filter.mine !== true;
  return {
    authority: seesAll ? 'all' : JSON.stringify([own, filter.mine === true, works.authority]),
    ids,
    maySee,
    show: works.authority === 'all' ? undefined : (order) => showOrder(workflow, order, works.on(order)),
    matches: (order) =>
      lasting(order) && (!status || status.has(order.status)) && (!stages || stages.has(order.stage)),
    // The owner of an archived order without a past is unknown: only who sees all may learn its id.
    mayHaveMatched: (orderId, after) => (after ? lasting(after) : seesAll && (!ids || ids.has(orderId))),
  };
}

/** On which orders the caller works; equal authorities are on equal orders. */
function worksOn(caller: Caller, workflow: Workflow): { authority: string; on: (order: Order) => boolean } {
  if (!isStaff(caller, workflow) && !isBoard(caller, workflow)) return { authority: 'none', on: () => false };
  const scope = scopeOf(caller, workflow);
  if (scope === undefined) return { authority: 'all', on: () => true };
  return { authority: `in ${JSON.stringify(scope)}`, on: (order) => isInScope(caller, workflow, order) };
}

/** The order as people who work on it see it, or as its customer does. */
function showOrder(workflow: Workflow, order: Order, isWorker: boolean): ShownOrder {
  return isWorker ? order : { ...orderForCustomer(workflow, order), audience: 'customer' };
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
