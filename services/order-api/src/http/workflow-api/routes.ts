import { requireRole } from '@cupcakery/kit/auth/principal';
import { fieldErrors, readJson } from '@cupcakery/kit/http/body';
import { Problem } from '@cupcakery/kit/http/problem';
import { isHiddenFrom, orderSchema } from '@cupcakery/workflow/contracts/order';
import { z } from 'zod';
import type { OrdersService } from '../../orders/orders-service.ts';
import { pageOf, pageQuery } from '../../views/page.ts';
import { exampleDetails, exampleOrder } from '../openapi/examples.ts';
import type { ApiContext, ParameterDoc, Route } from '../openapi/route.ts';
import { actorOf, refuseActingForClaimHolder, requireStaff, requireStage } from '../request/access.ts';
import { accepted202, maxBodyBytes, requestContextOf } from '../request/request-context.ts';
import { type ActionName, actionBodies, readAction } from './action-body.ts';
import { incidentRoutes, incidentSchemas } from './incident-routes.ts';
import { cardOf, workflowCardSchema } from './workflow-card.ts';

const tag = 'workflows';
const placeBody = z.strictObject({ details: z.record(z.string(), z.unknown()) });

const actionSummaries: Record<ActionName, string> = {
  claim: 'Take a ticket, so that nobody else works on it',
  release: 'Give a ticket back',
  complete: 'The stage is done',
  recall: 'Take an order back to the stage just done',
  fail: 'The work failed: the order stops at an incident',
  cancel: 'End the order before its time',
  mark: 'Move an order to the front of the boards, or put it aside there',
  resolve: 'End an incident: retry, rework from an earlier stage, or scrap',
};

/** The paths for every workflow of the installation, in its own words. */
export function workflowApiRoutes(desks: ReadonlyMap<string, OrdersService>): Route[] {
  const [any] = desks.values();
  if (!any) return [];
  const order = exampleOrder(any.workflow);
  const workflowParameter = parameter('workflow', 'Name of a workflow', any.workflow.name);
  const idParameter = parameter('id', 'The order’s id', order.id);
  const orderAnswer = {
    description: 'The order as it is after the request',
    schema: { type: 'object', required: ['order'], properties: { order: reference('Order') } },
    example: { order },
  };
  const noOrder = { description: 'There is no such order, or it is not yours.' };

  const deskOf = (c: ApiContext): OrdersService => {
    const name = c.req.param('workflow') ?? '';
    const desk = desks.get(name);
    if (desk) return desk;
    throw new Problem({
      status: 404,
      code: 'NO_SUCH_WORKFLOW',
      title: 'There is no such workflow',
      detail: `There are ${[...desks.keys()].join(', ')}.`,
    });
  };

  async function place(c: ApiContext): Promise<Response> {
    const desk = deskOf(c);
    const asking = requestContextOf(c);
    const { details } = await readJson(c, { maxBytes: maxBodyBytes, schema: placeBody });
    const placed = await desk.place(asking, details, (field) => `/details${field}`);
    const location = locationOf(desk, placed.orderId);
    if ('pending' in placed) return accepted202(c, placed.orderId, location);
    return c.json({ order: placed.order }, 201, {
      location,
      ...(placed.replayed ? { 'idempotent-replayed': 'true' } : {}),
    });
  }

  async function act(c: ApiContext, action: ActionName): Promise<Response> {
    const desk = deskOf(c);
    const { workflow } = desk;
    const asking = requestContextOf(c);
    const orderId = c.req.param('id') ?? '';
    const { fields, as } = readAction(action, await readJson(c, { maxBytes: maxBodyBytes }));
    if (fields.type === 'resolve') requireRole(asking.principal, 'sre');
    else if (fields.type === 'mark') requireStaff(asking.principal, workflow);
    else if (fields.type !== 'cancel') requireStage(asking.principal, workflow, fields.stage);
    refuseActingForClaimHolder(asking.principal, desk.reads.get(orderId), as);
    const changed = await desk.act(asking, orderId, fields, as);
    if ('pending' in changed) return accepted202(c, orderId, locationOf(desk, orderId));
    return c.json({ order: changed.order });
  }

  function list(c: ApiContext): Response {
    const desk = deskOf(c);
    const query = pageQuery.safeParse(c.req.query());
    if (!query.success) {
      const errors = fieldErrors(query.error).map(({ pointer = '', detail }) => ({
        field: pointer.slice(1),
        detail,
      }));
      throw new Problem({ status: 400, code: 'INVALID_FIELDS', title: 'The query does not fit', errors });
    }
    const actor = actorOf(c.get('principal'), desk.workflow);
    const { status } = query.data;
    const orders = status === 'open' || status === 'incident' ? desk.reads.open() : desk.reads.values();
    return c.json(pageOf(orders, query.data, (o) => !isHiddenFrom(o, actor)));
  }

  return [
    {
      method: 'get',
      path: '/api/v1/workflows',
      operationId: 'listWorkflows',
      tag,
      summary: 'All workflows',
      answers: {
        200: {
          description: 'The workflows',
          schema: {
            type: 'object',
            required: ['workflows'],
            properties: { workflows: { type: 'array', items: reference('Workflow') } },
          },
          example: { workflows: [cardOf(any.workflow)] },
        },
      },
      handle: (c) => c.json({ workflows: [...desks.values()].map((d) => cardOf(d.workflow)) }),
    },
    {
      method: 'get',
      path: '/api/v1/workflows/{workflow}',
      operationId: 'readWorkflow',
      tag,
      summary: 'One workflow: its stages and the schema of its orders',
      parameters: [workflowParameter],
      answers: {
        200: { description: 'The workflow', schema: reference('Workflow'), example: cardOf(any.workflow) },
        404: { description: 'There is no such workflow.' },
      },
      handle: (c) => c.json(cardOf(deskOf(c).workflow)),
    },
    {
      method: 'post',
      path: '/api/v1/workflows/{workflow}/orders',
      operationId: 'placeOrder',
      tag,
      summary: 'Place an order',
      parameters: [workflowParameter],
      body: {
        schema: {
          type: 'object',
          required: ['details'],
          additionalProperties: false,
          properties: { details: { anyOf: [...desks.keys()].map((n) => reference(detailsName(n))) } },
        },
        example: { details: exampleDetails(any.workflow) },
      },
      answers: {
        201: {
          ...orderAnswer,
          description: 'The order as it was placed',
          headers: ['Location', 'Idempotent-Replayed'],
        },
        400: { description: 'Nothing was ordered; `errors` names each field.' },
        403: { description: 'The caller is neither a customer nor works here.' },
        404: { description: 'There is no such workflow.' },
        422: { description: 'The key was used for another order.' },
      },
      handle: place,
    },
    {
      method: 'get',
      path: '/api/v1/workflows/{workflow}/orders',
      operationId: 'listOrders',
      tag,
      summary: 'A page of orders, the newest placed first',
      description:
        'Customers see their own. Closed orders are there until they are archived. The pages stay in order while orders change.',
      parameters: [workflowParameter, ...pageParameters()],
      answers: {
        200: {
          description: 'The page; `after` of the next one, or null',
          schema: {
            type: 'object',
            required: ['orders', 'after'],
            properties: {
              orders: { type: 'array', items: reference('Order') },
              after: { type: ['string', 'null'] },
            },
          },
          example: { orders: [order], after: null },
        },
        400: { description: 'A parameter does not fit.' },
        404: { description: 'There is no such workflow.' },
      },
      handle: list,
    },
    {
      method: 'get',
      path: '/api/v1/workflows/{workflow}/orders/{id}',
      operationId: 'readOrder',
      tag,
      summary: 'Read an order',
      parameters: [workflowParameter, idParameter],
      answers: { 200: orderAnswer, 404: noOrder },
      handle: async (c) =>
        c.json({ order: await deskOf(c).find(c.get('principal'), c.req.param('id') ?? '') }),
    },
    ...actionNames.map(
      (action): Route => ({
        method: 'post',
        path: `/api/v1/workflows/{workflow}/orders/{id}/${action}`,
        operationId: `${action}Order`,
        tag,
        summary: actionSummaries[action],
        parameters: [workflowParameter, idParameter],
        body: { schema: z.toJSONSchema(actionBodies[action]), example: actionExamples[action] },
        answers: {
          200: orderAnswer,
          400: { description: 'The body does not fit; `errors` names each field.' },
          403: { description: 'The caller lacks the role.' },
          404: noOrder,
          409: { description: 'The order does not allow it now; `code` says why.' },
          422: { description: 'The key was used for another request, or the value is not possible.' },
        },
        handle: (c) => act(c, action),
      }),
    ),
    ...incidentRoutes(deskOf, workflowParameter),
  ];
}

const actionNames: ActionName[] = [
  'claim',
  'release',
  'complete',
  'recall',
  'fail',
  'cancel',
  'mark',
  'resolve',
];

const actionExamples: Record<ActionName, Record<string, unknown>> = {
  claim: { stage: 'mix' },
  release: { stage: 'mix' },
  complete: { stage: 'mix', visit: 1 },
  recall: { stage: 'mix' },
  fail: { stage: 'mix', reason: 'The oven is cold' },
  cancel: { reason: 'Ordered twice' },
  mark: { rushed: true },
  resolve: { action: 'retry' },
};

/** The schemas that the routes refer to. */
export function workflowApiSchemas(desks: ReadonlyMap<string, OrdersService>) {
  const details = [...desks.values()].map(({ workflow }) => [
    detailsName(workflow.name),
    // Its own $id, so that references inside it are resolved inside it.
    { $id: `urn:cupcakery:details:${workflow.name}`, additionalProperties: false, ...workflow.details },
  ]);
  return {
    Order: z.toJSONSchema(orderSchema),
    Workflow: z.toJSONSchema(workflowCardSchema),
    ...incidentSchemas,
    ...Object.fromEntries(details),
  };
}

/** `leave-home` becomes `LeaveHomeDetails`. */
function detailsName(workflow: string): string {
  const words = workflow.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Details`;
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const parameter = (name: string, description: string, example: string): ParameterDoc => ({
  name,
  in: 'path',
  description,
  schema: { type: 'string' },
  example,
});

function pageParameters(): ParameterDoc[] {
  const { shape } = pageQuery;
  const described: [keyof typeof shape, string][] = [
    ['status', 'Only orders of this status'],
    ['stage', 'Only orders at this stage (closed ones: that ended there)'],
    ['first', 'At most this many, 1 to 200'],
    ['after', '`after` of the page before'],
  ];
  return described.map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: z.toJSONSchema(shape[name], { io: 'input', unrepresentable: 'any' }),
  }));
}

function locationOf(desk: OrdersService, orderId: string): string {
  return `/api/v1/workflows/${desk.workflow.name}/orders/${encodeURIComponent(orderId)}`;
}
