import { isManager, isStaff } from '../../lib/orders/rights.ts';
import type { WorkflowScope } from '../../lib/orders/workflow-context.ts';

export type NavItem = { path: string; name: string };

const forAll: NavItem[] = [
  { path: '/', name: 'Order' },
  { path: '/orders', name: 'My orders' },
];
const forStaff: NavItem[] = [
  { path: '/kitchen', name: 'Kitchen' },
  { path: '/expo', name: 'Expo' },
  { path: '/floor', name: 'Floor' },
];
const forManagers: NavItem[] = [
  { path: '/incidents', name: 'Incidents' },
  { path: '/lag', name: 'Lag' },
];

/** Whether a path belongs to one of the areas for staff. */
export const isStaffPage = (path: string): boolean =>
  [...forStaff, ...forManagers].some((item) => path === item.path || path.startsWith(`${item.path}/`));

/** The areas that the user may open. The server refuses the others too. */
export const navItemsFor = ({ me, workflow }: Pick<WorkflowScope, 'me' | 'workflow'>): NavItem[] => [
  ...forAll,
  ...(isStaff(me, workflow) ? forStaff : []),
  ...(isManager(me) ? forManagers : []),
];
