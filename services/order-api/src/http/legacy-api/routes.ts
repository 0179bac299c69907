import { readJson } from '@cupcakery/kit/http/body';
import type { Action } from '@cupcakery/workflow/access/rights';
import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import type { Changed, OrdersService } from '../../orders/orders-service.ts';
import type { Route } from '../openapi/route.ts';
import { type ApiContext, maxBodyBytes } from '../request/api-context.ts';
import { type ActionOn, audited } from '../request/authorize.ts';
import { asProblem } from '../request/problem-table.ts';
import { orderObject, readOrder } from '../request/read-order.ts';
import { requestContextOf } from '../request/request-context.ts';
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
    const placed = await audited(
      c,
      orders,
      { action: 'order.place', target: { workflow }, object: workflow.name },
      () => orders.place(context, { details }),
    ).catch((error: unknown) => {
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
    const fields = bodies.fields(await readJson(c, { maxBytes: maxBodyBytes }));
    const orderId = orderIdOf(fields);
    const field = legacyStageFields(stage.done).by;
    const name = textOf(fields, field);
    const outcome = textOf(fields, 'Outcome');
    const action = {
      type: 'complete' as const,
      stage: stage.name,
      ...(outcome === undefined ? {} : { outcome }),
    };
    const actAs = name === undefined ? undefined : { name, field };
    const changed = await audited(c, orders, onTicket('ticket.complete', orderId, stage.name), () =>
      orders.act(context, orderId, action, actAs),
    );
    return changedOrder(c, changed);
  }

  async function reportError(c: ApiContext): Promise<Response> {
    const context = requestContextOf(c);
    const body = await readJson(c, { maxBytes: maxBodyBytes });
    const fields = bodies.fields(body);
    const orderId = orderIdOf(fields);
    const reason = reasonOf(body, fields);
    const { stage } = await readOrder(c, orders, orderId);
    const changed = await audited(c, orders, onTicket('ticket.fail', orderId, stage), () =>
      orders.act(context, orderId, { type: 'fail', stage, reason }),
    );
    return changedOrder(c, changed);
  }

  async function read(c: ApiContext): Promise<Response> {
    const order = await readOrder(c, orders, c.req.param('id') ?? '');
    return c.json(legacyOrder(workflow, order));
  }

  function onTicket(action: Action, orderId: string, stage: string): ActionOn & { orderId: string } {
    return { action, target: { workflow, stage }, object: orderObject(orders, orderId), orderId };
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
