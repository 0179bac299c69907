import { isManager, isStaff } from '../../lib/orders/rights.ts';
import type { WorkflowScope } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';

export type NavItem = { path: string; name: string };

const forAll = { '/': 'app.order', '/orders': 'app.myOrders' } as const;
const forStaff = { '/kitchen': 'app.kitchen', '/expo': 'app.expo', '/floor': 'app.floor' } as const;
const forManagers = { '/incidents': 'app.incidents', '/lag': 'app.lag' } as const;

/** Whether a path belongs to one of the areas for staff. */
export const isStaffPage = (path: string): boolean =>
  Object.keys({ ...forStaff, ...forManagers }).some((area) => path === area || path.startsWith(`${area}/`));

/** The areas that the user may open. The server refuses the others too. */
export const navItemsFor = ({ me, workflow }: Pick<WorkflowScope, 'me' | 'workflow'>): NavItem[] => {
  const areas = {
    ...forAll,
    ...(isStaff(me, workflow) ? forStaff : {}),
    ...(isManager(me) ? forManagers : {}),
  };
  return Object.entries(areas).map(([path, key]) => ({ path, name: t(key) }));
};
