import { capitalised, type Workflow } from '../../lib/orders/order.ts';
import type { Persona } from '../../lib/session/persona.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';

export type Preset = { title: string; says: string; persona: Persona };

/** The people to choose from on a local system: a customer, one for each role of the workflow, a manager and an admin. */
export const presetsFor = ({ stages }: Workflow): Preset[] => {
  const inUse = stages.filter(({ retired }) => !retired);
  const roles = [...new Set(inUse.map(({ role }) => role))];
  const last = [...new Set(inUse.slice(-2).map(({ role }) => role))];
  return [
    {
      title: t('person:customer'),
      says: t('person:customerSays'),
      persona: { name: 'customer', roles: ['customer'] },
    },
    ...roles.map((role) => ({
      title: capitalised(word(role)),
      says: inUse
        .filter((stage) => stage.role === role)
        .map(({ name }) => word(name))
        .join(', '),
      persona: { name: role, roles: [role] },
    })),
    ...(last.length > 1
      ? [{ title: t('person:expo'), says: last.map(word).join(', '), persona: { name: 'expo', roles: last } }]
      : []),
    {
      title: t('person:manager'),
      says: t('person:managerSays'),
      persona: { name: 'manager', roles: ['sre'] },
    },
    { title: t('person:admin'), says: t('person:adminSays'), persona: { name: 'admin', roles: ['admin'] } },
  ];
};
