import type { Order, Workflow } from './order.ts';

type Roles = { roles: readonly string[] };

/** Whether the user is a manager: `sre` or `admin`. */
export const isManager = ({ roles }: Roles): boolean => roles.includes('admin') || roles.includes('sre');

/** Whether the user sees all orders: with any stage's role, or as a manager. The server decides; this only hides. */
export const isStaff = (me: Roles, { stages }: Workflow): boolean =>
  isManager(me) || stages.some(({ role }) => me.roles.includes(role));

/** Whether the user may do a stage's work. */
export const mayWorkAt = ({ roles }: Roles, stage: { role: string }): boolean =>
  roles.includes('admin') || roles.includes(stage.role);

/** Whether the user has the ticket. By the subject: anybody may have the name. */
export const hasClaim = (
  me: { subject: string; name: string },
  { claimedBy, claimedActor }: Pick<Order, 'claimedBy' | 'claimedActor'>,
): boolean =>
  // Taken under a name that was given at a shared board: whoever it was gives it back there.
  claimedActor ? claimedActor.sub === me.subject && claimedActor.via === null : claimedBy === me.name;
