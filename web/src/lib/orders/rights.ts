import type { Workflow } from './order.ts';

type Roles = { roles: readonly string[] };

/** Whether somebody runs the place: `sre` or `admin`. */
export const isManager = ({ roles }: Roles): boolean => roles.includes('admin') || roles.includes('sre');

/** Whether somebody sees all orders: who has any stage's role, or runs the place. The server decides; this hides. */
export const isStaff = (me: Roles, { stages }: Workflow): boolean =>
  isManager(me) || stages.some(({ role }) => me.roles.includes(role));

/** Whether somebody may do a stage's work. */
export const mayWorkAt = ({ roles }: Roles, stage: { role: string }): boolean =>
  roles.includes('admin') || roles.includes(stage.role);
