import { isManager, isStaff } from '../lib/orders/rights.ts';
import type { WorkflowScope } from '../lib/orders/workflow-context.ts';

export type Place = { path: string; name: string };

const forAll: Place[] = [
  { path: '/', name: 'Order' },
  { path: '/orders', name: 'My orders' },
];
const forStaff: Place[] = [
  { path: '/kitchen', name: 'Kitchen' },
  { path: '/expo', name: 'Expo' },
  { path: '/floor', name: 'Floor' },
];
const forManagers: Place[] = [
  { path: '/incidents', name: 'Incidents' },
  { path: '/lag', name: 'Lag' },
];

/** Where somebody may go. What is left out here the server refuses too. */
export const placesFor = ({ me, workflow }: Pick<WorkflowScope, 'me' | 'workflow'>): Place[] => [
  ...forAll,
  ...(isStaff(me, workflow) ? forStaff : []),
  ...(isManager(me) ? forManagers : []),
];
