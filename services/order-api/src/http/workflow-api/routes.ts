import { Problem } from '@cupcakery/kit/http/problem';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { Staff } from '../../staff/staff.ts';
import type { JsonSchema, Route } from '../openapi/route.ts';
import type { ApiContext } from '../request/api-context.ts';
import { boardRoutes } from '../staff-api/board-routes.ts';
import { cookRoutes } from '../staff-api/cook-routes.ts';
import { linkRoutes } from '../staff-api/link-routes.ts';
import { actionRoutes } from './action-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { createDocParts, createSchemas } from './doc-parts.ts';
import { incidentRoutes } from './incident-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { cardOf } from './workflow-card.ts';
import { listWorkflowsDoc, readWorkflowDoc } from './workflow-docs.ts';

/**
 * The paths for every workflow of the installation, in its own words.
 * @param staff undefined: without wall screens, codes and links
 */
export function workflowApiRoutes(
  services: ReadonlyMap<string, OrdersService>,
  staff: Staff | undefined,
): Route[] {
  const [first] = services.values();
  if (!first) return [];
  const parts = createDocParts(first.workflow, [...services.keys()]);

  function serviceOf(c: ApiContext): OrdersService {
    const service = services.get(c.req.param('workflow') ?? '');
    if (service) return service;
    throw new Problem({
      status: 404,
      code: 'NO_SUCH_WORKFLOW',
      title: 'There is no such workflow',
      detail: `There are ${[...services.keys()].join(', ')}.`,
    });
  }

  return [
    {
      ...listWorkflowsDoc(parts),
      handle: (c) => c.json({ workflows: [...services.values()].map((s) => cardOf(s.workflow)) }),
    },
    {
      ...readWorkflowDoc(parts),
      handle: (c) => c.json(cardOf(serviceOf(c).workflow)),
    },
    ...orderRoutes(serviceOf, parts),
    ...actionRoutes(serviceOf, parts, staff),
    ...incidentRoutes(serviceOf, parts),
    ...controlRoutes(serviceOf, parts),
    ...(staff
      ? [...boardRoutes(staff, serviceOf), ...cookRoutes(staff, serviceOf), ...linkRoutes(staff, serviceOf)]
      : []),
  ];
}

/** The schemas that the documentation of these routes refers to. */
export function workflowApiSchemas(services: ReadonlyMap<string, OrdersService>): Record<string, JsonSchema> {
  return createSchemas([...services.values()].map(({ workflow }) => workflow));
}
