import { readJson } from '@cupcakery/kit/http/body';
import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import type { Changed, OrdersService } from '../../orders/orders-service.ts';
import type { Route } from '../openapi/route.ts';
import { refuseActingForClaimHolder, requireCustomerOrStaff, requireStage } from '../request/access.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { asProblem } from '../request/problem-table.ts';
import { requestContextOf } from '../request/request-context.ts';
import { requireRole } from '../request/require-role.ts';
import { accepted202, created201 } from '../request/responses.ts';
import { createLegacyBodyDocs } from './body-docs.ts';
import { createLegacyBodies } from './legacy-bodies.ts';
import { acknowledgment, legacyOrder, legacyStageFields } from './legacy-order.ts';
import { completeDoc, placeDoc, readDoc, reportErrorDoc } from './operation-docs.ts';
import { orderIdOf, reasonOf, textOf } from './stage-body.ts';

/** The paths of the old factory over one workflow; one per stage, from its file. */
export function legacyApiRoutes(orders: OrdersService): Route[] {
  const { workflow } = orders;
  const bodies = createLegacyBodies(workflow);
  const docs = createLegacyBodyDocs(workflow);

  async function place(c: ApiContext): Promise<Response> {
    const context = requestContextOf(c);
    const { details, pointerOf } = bodies.details(await readJson(c, { maxBytes: maxBodyBytes }));
    requireCustomerOrStaff(context.principal, workflow);
    const placed = await orders.place(context, details).catch((error: unknown) => {
      throw asProblem(error, pointerOf);
    });
    const location = locationOf(placed.orderId);
    if ('pending' in placed) return accepted202(c, placed.orderId, location);
    const { order, replayed } = placed;
    const answer = {
      correlationId: order.id,
      acknowledgment: acknowledgment(workflow.title, order),
      createdOn: order.placedAt,
      order: legacyOrder(workflow, order),
    };
    return created201(c, answer, { location, replayed });
  }

  async function complete(c: ApiContext, stage: Stage): Promise<Response> {
    const context = requestContextOf(c);
    requireRole(context.principal, stage.role);
    const fields = bodies.fields(await readJson(c, { maxBytes: maxBodyBytes }));
    const orderId = orderIdOf(fields);
    const actAs = textOf(fields, legacyStageFields(stage.done).by);
    const outcome = textOf(fields, 'Outcome');
    refuseActingForClaimHolder(context.principal, orders.reads.get(orderId), actAs);
    const action = {
      type: 'complete' as const,
      stage: stage.name,
      ...(outcome === undefined ? {} : { outcome }),
    };
    return changedOrder(c, await orders.act(context, orderId, action, actAs));
  }

  async function reportError(c: ApiContext): Promise<Response> {
    const context = requestContextOf(c);
    const body = await readJson(c, { maxBytes: maxBodyBytes });
    const fields = bodies.fields(body);
    const orderId = orderIdOf(fields);
    const reason = reasonOf(body, fields);
    const { stage } = await orders.find(context.principal, orderId);
    requireStage(context.principal, workflow, stage);
    return changedOrder(c, await orders.act(context, orderId, { type: 'fail', stage, reason }));
  }

  async function read(c: ApiContext): Promise<Response> {
    const order = await orders.find(c.get('principal'), c.req.param('id') ?? '');
    return c.json(legacyOrder(workflow, order));
  }

  function changedOrder(c: ApiContext, changed: Changed): Response {
    if ('pending' in changed) return accepted202(c, changed.orderId, locationOf(changed.orderId));
    return c.json(legacyOrder(workflow, changed.order));
  }

  return [
    { ...placeDoc(workflow, docs), handle: place },
    ...workflow.stages.map(
      (stage): Route => ({
        ...completeDoc(stage, docs),
        handle: (c) => complete(c, stage),
      }),
    ),
    { ...reportErrorDoc(docs), handle: reportError },
    { ...readDoc(docs), handle: read },
  ];
}

const locationOf = (orderId: string) => `/api/v1/order/${encodeURIComponent(orderId)}`;
