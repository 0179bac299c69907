import { capitalised } from '../../lib/orders/order.ts';
import { isManager, isStaff, screenStageOf } from '../../lib/orders/rights.ts';
import type { WorkflowScope } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';

export type NavItem = { path: string; name: string };

const forAll = { '/': 'app.order', '/orders': 'app.myOrders' } as const;
const forStaff = { '/kitchen': 'app.kitchen', '/expo': 'app.expo', '/floor': 'app.floor' } as const;
const forManagers = { '/incidents': 'app.incidents', '/lag': 'app.lag' } as const;

/** Whether a path belongs to one of the areas for staff. */
export const isStaffPage = (path: string): boolean =>
  Object.keys({ ...forStaff, ...forManagers }).some((area) => path === area || path.startsWith(`${area}/`));

/** The areas that the user may open. The server refuses the others too. */
export const navItemsFor = ({ me, workflow }: Pick<WorkflowScope, 'me' | 'workflow'>): NavItem[] => {
  const screen = screenStageOf(me, workflow);
  if (screen !== undefined) {
    return [{ path: `/kitchen/${encodeURIComponent(screen)}`, name: capitalised(word(screen)) }];
  }
  const areas = {
    ...forAll,
    ...(isStaff(me, workflow) ? forStaff : {}),
    ...(isManager(me) ? forManagers : {}),
  };
  return Object.entries(areas).map(([path, key]) => ({ path, name: t(key) }));
};
