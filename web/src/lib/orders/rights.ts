import type { Order, Workflow } from './order.ts';

type Roles = { roles: readonly string[] };

/**
 * The roles that count on one workflow, by their plain names: `sre` there is also who has `cupcakes:sre`, and the other
 * workflows' are left as they are. Those of wall screens and links (`cupcakes:board:mix`) say their workflow already.
 */
export const rolesIn = (workflow: string, roles: readonly string[]): string[] => {
  const prefix = `${workflow}:`;
  const plain = roles.map((role) => {
    const rest = role.startsWith(prefix) ? role.slice(prefix.length) : role;
    return rest.includes(':') ? role : rest;
  });
  return [...new Set(plain)];
};

/** Whether the user is a manager: `sre` or `admin`. */
export const isManager = ({ roles }: Roles): boolean => roles.includes('admin') || roles.includes('sre');

/** Whether the user sees all orders: with any stage's role, or as a manager. The server decides; this only hides. */
export const isStaff = (me: Roles, { stages }: Workflow): boolean =>
  isManager(me) || stages.some(({ role }) => me.roles.includes(role));

/** The stage of the wall screen that the page is; undefined: it is none of this workflow. */
export const screenStageOf = ({ roles }: Roles, { name }: Pick<Workflow, 'name'>): string | undefined =>
  suffixOf(roles, `${name}:board:`);

/** The workflow and the order of the link that the page was opened by. */
export const linkedOrderOf = ({ roles }: Roles): { workflow: string; id: string } | undefined => {
  for (const role of roles) {
    const [, workflow, id] = /^(.+?):link:(.+)$/.exec(role) ?? [];
    if (workflow !== undefined && id !== undefined) return { workflow, id };
  }
  return undefined;
};

const suffixOf = (roles: readonly string[], prefix: string): string | undefined =>
  roles.find((role) => role.startsWith(prefix))?.slice(prefix.length);

/** Whether the user, or the wall screen, may do a stage's work. */
export const mayWorkAt = ({ roles }: Roles, { name, role }: { name: string; role: string }): boolean =>
  roles.includes('admin') ||
  roles.includes(role) ||
  // The board's role names the workflow, and the page has one.
  roles.some((one) => one.endsWith(`:board:${name}`));

/**
 * Whether the user has the ticket. By the subject: anybody may have the name.
 * @param me.cook the subject of who gave a code at this wall screen
 */
export const hasClaim = (
  me: { subject: string; name: string; cook?: string | undefined },
  { claimedBy, claimedActor }: Pick<Order, 'claimedBy' | 'claimedActor'>,
): boolean =>
  claimedActor
    ? [me.subject, me.cook].includes(claimedActor.sub) && isPerson(claimedActor.via)
    : claimedBy === me.name;

/** Whether the subject is one person: under a name that was given at a shared board, whoever it was gives it back there. */
const isPerson = (via: string | null): boolean => via === null || via.startsWith('board:');
