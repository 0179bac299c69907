import { capitalised, type Workflow } from '../../lib/orders/order.ts';
import type { Persona } from '../../lib/session/persona.ts';

export type Preset = { title: string; says: string; persona: Persona };

/** People one may be on a local system: a customer, one for each role of the workflow, and who runs the place. */
export const presetsFor = ({ stages }: Workflow): Preset[] => {
  const inUse = stages.filter(({ retired }) => !retired);
  const roles = [...new Set(inUse.map(({ role }) => role))];
  const last = [...new Set(inUse.slice(-2).map(({ role }) => role))];
  return [
    { title: 'Customer', says: 'orders', persona: { name: 'customer', roles: ['customer'] } },
    ...roles.map((role) => ({
      title: capitalised(role),
      says: inUse
        .filter((stage) => stage.role === role)
        .map(({ name }) => name)
        .join(', '),
      persona: { name: role, roles: [role] },
    })),
    ...(last.length > 1
      ? [{ title: 'Expo', says: last.join(' and '), persona: { name: 'expo', roles: last } }]
      : []),
    { title: 'Manager', says: 'floor, incidents', persona: { name: 'manager', roles: ['sre'] } },
    { title: 'Admin', says: 'everything', persona: { name: 'admin', roles: ['admin'] } },
  ];
};
