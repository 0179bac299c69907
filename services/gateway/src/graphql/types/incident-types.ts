import { incidentIdOf } from '@cupcakery/workflow/contracts/record-incident';
import type { Resolvers } from '../generated/resolvers.ts';

/** Resolvers of `Incident`: an order that stopped, or a record that cannot be read. */
export const incidentTypes: Pick<Resolvers, 'Incident'> = {
  Incident: {
    id: (open) => (open.kind === 'order' ? open.order.id : incidentIdOf(open.key)),
    workflow: (open) => (open.kind === 'order' ? open.order.workflow : open.incident.workflow),
    kind: (open) => (open.kind === 'order' ? 'ORDER' : 'RECORD'),
    reason: (open) => (open.kind === 'order' ? open.cause : open.incident).reason,
    at: (open) => (open.kind === 'order' ? open.cause : open.incident).at,
    by: (open) => (open.kind === 'order' ? open.cause : open.incident).by,
    order: (open) => (open.kind === 'order' ? open.order : null),
    record: (open) => (open.kind === 'record' ? (open.incident.record ?? null) : null),
  },
};
