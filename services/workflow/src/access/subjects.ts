import type { Order } from '../contracts/order.ts';
import {
  boardRole,
  type Caller,
  customerIdOf,
  hasRole,
  isBoard,
  isStaff,
  linkRole,
  type WorkflowRights,
} from './caller.ts';
import { isInScope } from './visibility.ts';

/**
 * Who may do something. `anyone`: every caller that is signed in; `customer`: the role; `owner`: the order is the caller's;
 * `link`: has a link to the order; `stage`: the role of the stage, within its scope; `board`: a wall screen, of the stage where
 * there is one; `staff`: any stage's role, within its scope, or `sre`; `shop`: programs
 * that order for customers; `service`: the installation's own services, among each other; `reader`, `writer`: of the
 * collection, by the roles that its file names. `admin` may do all of it.
 */
export type Subject =
  | 'anyone'
  | 'customer'
  | 'owner'
  | 'link'
  | 'stage'
  | 'board'
  | 'staff'
  | 'sre'
  | 'shop'
  | 'service'
  | 'reader'
  | 'writer'
  | 'admin';

/** Roles that a collection's file names; without `readers` everyone who is signed in may read. */
export type CollectionRights = { readers?: readonly string[] | undefined; writers: readonly string[] };

/** What an action is done to: always a workflow, and the stage, order or collection where the action has one. */
export type Target = {
  workflow: WorkflowRights;
  stage?: string | undefined;
  order?: Order | undefined;
  collection?: CollectionRights | undefined;
};

/** What rights need of the shop, which has no stages: `shop:shopkeeper` is a shopkeeper of it alone. */
export const shopRights: WorkflowRights = { name: 'shop', stages: [] };

/** The table's subjects as sentences have them. */
export const subjectWords: Record<Subject, string> = {
  anyone: 'everyone who is signed in',
  customer: 'customers',
  owner: 'the customer whose order it is',
  link: 'who has a link to the order',
  board: 'wall screens of the stage',
  stage: 'people with the role of the stage',
  staff: 'people who work on the workflow',
  sre: 'the role sre',
  shop: 'programs with the role shop',
  service: 'services with the role service',
  reader: 'who may read the collection by its file',
  writer: 'who may change the collection by its file',
  admin: 'administrators',
};

/** Whether the caller is this subject to the target. */
export function is(
  subject: Subject,
  caller: Caller,
  { workflow, stage, order, collection }: Target,
): boolean {
  switch (subject) {
    case 'anyone':
      return true;
    case 'owner':
      return order === undefined ? mayOwn(caller, workflow) : order.customerId === customerIdOf(caller);
    case 'link':
      return order ? caller.roles.includes(linkRole(workflow.name, order.id)) : hasLink(caller, workflow);
    case 'board': {
      const isHere =
        stage === undefined
          ? isBoard(caller, workflow)
          : caller.roles.includes(boardRole(workflow.name, stage));
      return isHere && (!order || isInScope(caller, workflow, order));
    }
    case 'staff':
      return isStaff(caller, workflow) && (!order || isInScope(caller, workflow, order));
    case 'stage': {
      const roles = rolesOf('stage', { workflow, stage });
      const has = roles.some((role) => hasRole(caller, workflow, role));
      return has && (!order || isInScope(caller, workflow, order));
    }
    case 'reader':
      return (
        collection !== undefined && (!collection.readers || hasOneOf(caller, workflow, collection.readers))
      );
    case 'writer':
      return collection !== undefined && hasOneOf(caller, workflow, collection.writers);
    case 'customer':
    case 'sre':
    case 'shop':
    case 'service':
    case 'admin':
      return hasRole(caller, workflow, subject);
    default:
      return unknownSubject(subject);
  }
}

/** Whether the caller can have orders of its own: wall screens and links are nobody's. */
function mayOwn(caller: Caller, { name }: WorkflowRights): boolean {
  return !isBoard(caller, { name }) && !hasLink(caller, { name });
}

function hasLink({ roles }: Caller, { name }: Pick<WorkflowRights, 'name'>): boolean {
  return roles.some((role) => role.startsWith(linkRole(name, '')));
}

function hasOneOf(caller: Caller, workflow: WorkflowRights, roles: readonly string[]): boolean {
  return roles.some((role) => hasRole(caller, workflow, role));
}

/** The roles that make somebody this subject. A stage that does not exist has none: staff may find out that it does not. */
export function rolesOf(subject: Subject, { workflow, stage: name, collection }: Target): string[] {
  const roles = workflow.stages.map(({ role }) => role);
  switch (subject) {
    case 'anyone':
    case 'owner':
    case 'link':
    case 'board':
      return [];
    case 'staff':
      return [...new Set([...roles, 'sre'])];
    case 'stage': {
      const stage = workflow.stages.find((one) => one.name === name);
      return stage ? [stage.role] : [...new Set(roles)];
    }
    case 'reader':
      return [...(collection?.readers ?? [])];
    case 'writer':
      return [...(collection?.writers ?? [])];
    default:
      return [subject];
  }
}

function unknownSubject(subject: never): never {
  throw new Error(`unknown subject ${subject}`);
}
