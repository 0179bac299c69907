import { type Caller, customerIdOf } from '@cupcakery/workflow/access/caller';
import { linkedOrdersOf, type OrderSight, sightOf } from '@cupcakery/workflow/access/visibility';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Selection } from './selection.ts';

/** An order as a caller may see it; `audience`: it, and what belongs to it, as its customer. */
export type ShownOrder = Order & { audience?: 'customer' };

/** Where the orders of a selection are found without a look at all; `matches` decides. */
export type Narrowing =
  | { by: 'ids'; ids: ReadonlySet<string> }
  /** Those of one customer, and others by id. */
  | { by: 'customer'; customerId: string; ids: readonly string[] }
  | {
      by: 'state';
      status: ReadonlySet<Order['status']> | undefined;
      stages: ReadonlySet<string> | undefined;
      /** All of them match. */
      exact: boolean;
    };

/** Which orders of a workflow a subscriber requested and may see. */
export type OrderSelection = Selection<Order> & {
  /** Absent: all have to be looked at. */
  readonly narrowing?: Narrowing | undefined;
  /** An order as the subscriber may see it; undefined: as it is. */
  readonly show?: ((order: Order) => ShownOrder) | undefined;
};

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
export function orderSelection(caller: Caller, workflow: Workflow, filter: OrderFilter = {}): OrderSelection {
  const sight = sightOf(caller, workflow);
  const own = customerIdOf(caller);
  const ids = filter.ids ? new Set(filter.ids) : undefined;
  const status = filter.status ? new Set(filter.status) : undefined;
  const stages = filter.stages ? new Set(filter.stages) : undefined;
  const since = filter.placedSince ?? '';
  const maySee = (order: Order) => sight.isOwn(order) || (filter.mine !== true && sight.worksOn(order));
  // By what an order keeps for life: its id, its owner, its scope and when it was placed.
  const lasting = (order: Order) => maySee(order) && (!ids || ids.has(order.id)) && order.placedAt >= since;
  const narrowing: Narrowing = ids
    ? { by: 'ids', ids }
    : sight.authority === 'none' || filter.mine === true
      ? { by: 'customer', customerId: own, ids: linkedOrdersOf(caller, workflow) }
      : { by: 'state', status, stages, exact: sight.authority === 'all' && since === '' };
  const seesAll = sight.authority === 'all' && filter.mine !== true;
  return {
    authority: seesAll ? 'all' : JSON.stringify([own, filter.mine === true, sight.authority]),
    narrowing,
    maySee,
    show: sight.authority === 'all' ? undefined : (order) => shownBy(sight, order),
    matches: (order) =>
      lasting(order) && (!status || status.has(order.status)) && (!stages || stages.has(order.stage)),
    // The owner of an archived order without a past is unknown: only who sees all may learn its id.
    mayHaveMatched: (orderId, after) => (after ? lasting(after) : seesAll && (!ids || ids.has(orderId))),
  };
}

function shownBy(sight: OrderSight, order: Order): ShownOrder {
  const shown = sight.show(order);
  return shown === order ? order : { ...shown, audience: 'customer' };
}

/** Whether an order is a ticket at a stage: it waits or is in work there. At an incident it is no ticket. */
export function isTicketAt(order: Order, stage: string): boolean {
  return order.status === 'open' && order.stage === stage && order.stageStatus !== 'done';
}

/** The tickets of a stage that the caller may see. */
export function ticketSelection(caller: Caller, workflow: Workflow, stage: string): OrderSelection {
  const orders = orderSelection(caller, workflow);
  const narrowing: Narrowing | undefined =
    orders.narrowing?.by === 'state'
      ? { by: 'state', status: new Set(['open']), stages: new Set([stage]), exact: false }
      : orders.narrowing;
  return { ...orders, narrowing, matches: (order) => isTicketAt(order, stage) && orders.matches(order) };
}
