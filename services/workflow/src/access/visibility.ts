import type { Command } from '../contracts/command.ts';
import type { FutureEvent, OrderEvent } from '../contracts/event.ts';
import type { Order } from '../contracts/order.ts';
import {
  type Caller,
  customerIdOf,
  isBoard,
  isStaff,
  linkRole,
  scopeOf,
  type WorkflowRights,
} from './caller.ts';

/** What customers read instead of an incident's reason: the reason may hold a target's answer, a URL or a name. */
export const incidentTextForCustomers = 'Something went wrong at this step. The kitchen is looking into it.';

/** Stands for people of the kitchen where no stage says which. */
const staffRole = 'staff';

/** What a caller sees of a workflow's orders: looked up once, asked for many orders. */
export type OrderSight = {
  /** On which orders the caller works; sights of equal authority work on the same ones. */
  readonly authority: 'all' | 'none' | `in ${string}`;
  /** Whether the order is the caller's, as its customer or by a link to it. */
  isOwn(order: Order): boolean;
  /** Whether the caller works on the order, a wall screen too, and so sees it as the kitchen does. */
  worksOn(order: Order): boolean;
  /** Whether the caller may see the order; for everyone else it must look as if it did not exist. */
  mayRead(order: Order): boolean;
  /** An order that the caller may see, as it may see it: who does not work on it sees roles, and no names of the kitchen. */
  show(order: Order): Order;
};

export function sightOf(caller: Caller, workflow: WorkflowRights): OrderSight {
  const isOwn = ownershipOf(caller, workflow);
  const { authority, worksOn } = workOf(caller, workflow);
  return {
    authority,
    isOwn,
    worksOn,
    mayRead: (order) => isOwn(order) || worksOn(order),
    show: (order) => (worksOn(order) ? order : orderForCustomer(workflow, order)),
  };
}

function workOf(caller: Caller, workflow: WorkflowRights): Pick<OrderSight, 'authority' | 'worksOn'> {
  if (!isStaff(caller, workflow) && !isBoard(caller, workflow)) {
    return { authority: 'none', worksOn: () => false };
  }
  const scope = scopeOf(caller, workflow);
  if (scope === undefined) return { authority: 'all', worksOn: () => true };
  return {
    authority: `in ${JSON.stringify(scope)}`,
    worksOn: (order) => hasScope(workflow, order, scope),
  };
}

/** Ids of the orders that the caller has a link to. */
export function linkedOrdersOf(
  caller: Pick<Caller, 'roles'>,
  { name }: Pick<WorkflowRights, 'name'>,
): string[] {
  const prefix = linkRole(name, '');
  return caller.roles.flatMap((role) => (role.startsWith(prefix) ? role.slice(prefix.length) : []));
}

function ownershipOf(caller: Caller, workflow: Pick<WorkflowRights, 'name'>): OrderSight['isOwn'] {
  const own = customerIdOf(caller);
  const linked = linkedOrdersOf(caller, workflow);
  if (linked.length === 0) return ({ customerId }) => customerId === own;
  return ({ id, customerId }) => customerId === own || linked.includes(id);
}

/** Whether the order is one of those that the caller works on, as far as the workflow's scope goes. */
export function isInScope(caller: Caller, workflow: WorkflowRights, order: Order): boolean {
  return hasScope(workflow, order, scopeOf(caller, workflow));
}

/**
 * Whether the order must look to the sender of a command as if it did not exist: customers see their own only, people with a
 * scope what is in it. An order of their own they may cancel wherever it belongs, but not work on.
 */
export function isHiddenFrom(
  workflow: WorkflowRights,
  order: Order,
  { by, actor, scope, type }: Pick<Command, 'by' | 'actor' | 'scope' | 'type'>,
): boolean {
  if (by.kind === 'customer') return order.customerId !== by.name;
  if (hasScope(workflow, order, scope)) return false;
  const isOwn = actor !== undefined && order.customerId === actor.sub;
  return !(isOwn && (type === 'place' || type === 'cancel'));
}

/** @param values undefined: all */
function hasScope(
  { scope }: WorkflowRights,
  { details }: Order,
  values: readonly string[] | undefined,
): boolean {
  if (!scope || values === undefined) return true;
  const value = Object.hasOwn(details, scope.field) ? details[scope.field] : undefined;
  return typeof value === 'string' && values.includes(value);
}

/** The order as its customer sees it. Pure: the argument is not changed. */
export function orderForCustomer(workflow: WorkflowRights, order: Order): Order {
  const { claimedBy, claimedActor: _, incident, ...shown } = order;
  return {
    ...shown,
    ...(claimedBy === undefined ? {} : { claimedBy: roleAt(workflow, order.stage) }),
    ...(incident === undefined
      ? {}
      : { incident: { ...incident, by: roleAt(workflow, order.stage), reason: incidentTextForCustomers } }),
    stages: order.stages.map((stage) =>
      stage.by === undefined ? stage : { ...stage, by: roleAt(workflow, stage.name) },
    ),
  };
}

/** An event of an order as the order's customer sees it. */
export function eventForCustomer<T extends OrderEvent | FutureEvent>(
  workflow: WorkflowRights,
  order: Pick<Order, 'customerId'>,
  event: T,
): T {
  const isOwn = event.by === 'customer' || event.by === order.customerId;
  const stage = 'stage' in event ? event.stage : undefined;
  const shown = { ...event, by: isOwn ? 'customer' : roleAt(workflow, stage) };
  if ('actor' in shown) delete shown.actor;
  if (shown.type === 'IncidentOpened' && 'reason' in shown) shown.reason = incidentTextForCustomers;
  return shown;
}

function roleAt({ stages }: WorkflowRights, name: string | undefined): string {
  return stages.find((stage) => stage.name === name)?.role ?? staffRole;
}
