import { type Caller, hasRole } from './caller.ts';
import { is, rolesOf, type Subject, subjectWords, type Target } from './subjects.ts';

type Right = { who: readonly Subject[]; what: string };

/** The one table of rights: whatever is allowed or refused anywhere is a row of it, and what is no row nobody may do. */
export const rights = {
  'workflow.read': {
    who: ['anyone'],
    what: 'read what a workflow consists of, and the wait for a new order',
  },
  'me.read': { who: ['anyone'], what: 'read the own name and roles' },
  'order.place': { who: ['customer', 'staff'], what: 'place an order of one’s own' },
  'order.place-for': { who: ['shop'], what: 'place an order for a customer' },
  'order.list': {
    who: ['anyone'],
    what: 'list and follow orders; the list holds those that `order.read` allows',
  },
  'order.read': {
    who: ['owner', 'link', 'staff', 'board'],
    what: 'read and follow an order and its history',
  },
  'order.cancel': { who: ['owner', 'staff'], what: 'cancel an order while its stage allows it' },
  'order.mark': { who: ['staff', 'board'], what: 'rush an order or put it aside' },
  'ticket.claim': { who: ['stage', 'board'], what: 'claim a ticket' },
  'ticket.take-over': { who: ['admin'], what: 'claim or release a ticket that another person has' },
  'ticket.release': { who: ['stage', 'board'], what: 'release a ticket' },
  'ticket.complete': { who: ['stage', 'board'], what: 'finish the work of a stage' },
  'ticket.recall': { who: ['stage', 'board'], what: 'take an order back to the stage just done' },
  'ticket.fail': { who: ['stage', 'board'], what: 'report that the work of a stage failed' },
  'done.list': { who: ['staff', 'board'], what: 'list what left a stage last' },
  'incident.list': { who: ['staff'], what: 'list stopped orders' },
  'incident.resolve': { who: ['sre'], what: 'retry, rework or scrap a stopped order' },
  'record.list': { who: ['sre'], what: 'list records that cannot be read' },
  'record.discard': { who: ['sre'], what: 'discard a record that cannot be read' },
  'stage.pause': { who: ['stage', 'sre'], what: 'pause the work of a stage, and let it go on' },
  'intake.pause': { who: ['sre'], what: 'stop taking orders, and take them again' },
  'control.read': { who: ['anyone'], what: 'read what is paused, and why' },
  'backlog.read': {
    who: ['staff', 'board'],
    what: 'read backlogs, their history and why there are so many replicas',
  },
  'board.create': { who: ['stage', 'sre'], what: 'make a wall screen of a stage, by its own token' },
  'board.list': { who: ['staff'], what: 'list wall screens' },
  'board.revoke': { who: ['stage', 'sre'], what: 'revoke the token of a wall screen' },
  'cook.list': { who: ['staff', 'board'], what: 'list the people who may work at wall screens' },
  'cook.sign-in': { who: ['board'], what: 'say at a wall screen who works there, by code or badge' },
  'cook.set-code': { who: ['staff'], what: 'set or remove the own code and badge' },
  'cook.remove': { who: ['sre'], what: 'remove the code and badge of another person' },
  'link.create': {
    who: ['owner', 'staff'],
    what: 'make a link by which anyone who has it can follow the order',
  },
  'link.list': { who: ['owner', 'staff'], what: 'list the links of an order' },
  'link.revoke': { who: ['owner', 'staff'], what: 'revoke a link of an order' },
  'floor.read': { who: ['staff'], what: 'read the numbers of the floor' },
  'view.read': {
    who: ['service', 'sre'],
    what: 'read how far the views of order-api are behind the log',
  },
  'item.read': { who: ['reader', 'writer'], what: 'read what is in a collection of the shop' },
  'item.write': { who: ['writer'], what: 'create, change and delete what is in a collection of the shop' },
  'lag.read': { who: ['service', 'sre'], what: 'read the lags that lag-exporter measures' },
} as const satisfies Record<string, Right>;

export type Action = keyof typeof rights;

/** An action that is refused. `needs`: roles of which one would do, for people; none where it is not a matter of roles. */
export type Denial = { action: Action; needs: string[] };

/**
 * Why the caller may not do this; undefined: it may. Without an order in the target, a right within a scope or of an owner is
 * granted as far as roles go: the caller then has to ask again with the order.
 */
export function denialOf(caller: Caller, action: Action, target: Target): Denial | undefined {
  const { who }: Right = rights[action];
  const { workflow } = target;
  if (hasRole(caller, workflow, 'admin') || who.some((subject) => is(subject, caller, target)))
    return undefined;
  return { action, needs: [...new Set(who.flatMap((subject) => rolesOf(subject, target)))] };
}

/** A denial in a sentence: the roles that would do, or whom it is for where that is no matter of roles. */
export function denialSentence({ action, needs }: Denial): string {
  if (needs.length > 0) return `This needs the role ${needs.join(' or ')}.`;
  return `This is for ${rights[action].who.map((subject) => subjectWords[subject]).join(', ')}.`;
}

/** Whether the caller may do this; see `denialOf`. */
export function may(caller: Caller, action: Action, target: Target): boolean {
  return denialOf(caller, action, target) === undefined;
}
