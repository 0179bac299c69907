import type { Workflow } from './order.ts';

type Roles = { roles: readonly string[] };

/** Whether the user is a manager: `sre` or `admin`. */
export const isManager = ({ roles }: Roles): boolean => roles.includes('admin') || roles.includes('sre');

/** Whether the user sees all orders: with any stage's role, or as a manager. The server decides; this only hides. */
export const isStaff = (me: Roles, { stages }: Workflow): boolean =>
  isManager(me) || stages.some(({ role }) => me.roles.includes(role));

/** Whether the user may do a stage's work. */
export const mayWorkAt = ({ roles }: Roles, stage: { role: string }): boolean =>
  roles.includes('admin') || roles.includes(stage.role);
