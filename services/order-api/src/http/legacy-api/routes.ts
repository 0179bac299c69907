import { requireRole } from '@cupcakery/kit/auth/principal';
import { readJson } from '@cupcakery/kit/http/body';
import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';
import type { Changed, OrdersService } from '../../orders/orders-service.ts';
import type { ApiContext, Route } from '../openapi/route.ts';
import { refuseActingForClaimHolder, requireStage } from '../request/access.ts';
import { accepted202, maxBodyBytes, requestContextOf } from '../request/request-context.ts';
import { legacyDocs } from './body-docs.ts';
import { createLegacyBodies, getIgnoreCase, validationProblem } from './legacy-bodies.ts';
import { acknowledgment, legacyOrder, legacyStageFields } from './legacy-order.ts';

const tag = 'factory';
const text = z.string().trim().max(200).nullish();
const reasonShape = z.string().trim().min(1).max(2000);

/** The paths of the old factory over one workflow; one per stage, from its file. */
export function legacyApiRoutes(desk: OrdersService): Route[] {
  const { workflow } = desk;
  const bodies = createLegacyBodies(workflow);
  const docs = legacyDocs(workflow);
  const idParameter = {
    name: 'id',
    in: 'path' as const,
    description: 'The order’s id',
    schema: { type: 'string' },
    example: docs.exampleOrder.Id,
  };

  async function place(c: ApiContext): Promise<Response> {
    const asking = requestContextOf(c);
    const { details, pointerOf } = bodies.details(await readJson(c, { maxBytes: maxBodyBytes }));
    const placed = await desk.place(asking, details, pointerOf);
    const location = locationOf(placed.orderId);
    if ('pending' in placed) return accepted202(c, placed.orderId, location);
    const { order } = placed;
    const answer = {
      correlationId: order.id,
      acknowledgment: acknowledgment(workflow.title, order),
      createdOn: order.placedAt,
      order: legacyOrder(workflow, order),
    };
    return c.json(answer, 201, {
      location,
      ...(placed.replayed ? { 'idempotent-replayed': 'true' } : {}),
    });
  }

  async function complete(c: ApiContext, stage: Stage): Promise<Response> {
    const asking = requestContextOf(c);
    requireRole(asking.principal, stage.role);
    const body = await readJson(c, { maxBytes: maxBodyBytes });
    const fields = bodies.fields(body);
    const orderId = idOf(fields);
    const as = textOf(fields, legacyStageFields(stage.done).by);
    const outcome = textOf(fields, 'Outcome');
    refuseActingForClaimHolder(asking.principal, desk.reads.get(orderId), as);
    return changed(
      c,
      await desk.act(
        asking,
        orderId,
        { type: 'complete', stage: stage.name, ...(outcome === undefined ? {} : { outcome }) },
        as,
      ),
    );
  }

  async function reportError(c: ApiContext): Promise<Response> {
    const asking = requestContextOf(c);
    const body = await readJson(c, { maxBytes: maxBodyBytes });
    const fields = bodies.fields(body);
    const orderId = idOf(fields);
    const reason = reasonShape.safeParse(getIgnoreCase(body, 'reason') ?? fields.get('reason'));
    if (!reason.success)
      throw validationProblem([{ pointer: '/Reason', detail: 'must be a text of 1 to 2000 characters' }]);
    const { stage } = await desk.find(asking.principal, orderId);
    requireStage(asking.principal, workflow, stage);
    return changed(c, await desk.act(asking, orderId, { type: 'fail', stage, reason: reason.data }));
  }

  function changed(c: ApiContext, result: Changed): Response {
    if ('pending' in result) return accepted202(c, result.orderId, locationOf(result.orderId));
    return c.json(legacyOrder(workflow, result.order));
  }

  return [
    {
      method: 'post',
      path: '/api/v1/order',
      operationId: 'placeOldOrder',
      tag,
      summary: `Place an order of ${workflow.title}`,
      description:
        'Names and sizes count in any case, the wrapper `Order` may be left out. Fields that the server sets (`Id`, `Status`, `CreatedOn`, `...By`, `...On`) are ignored, unknown ones refused.',
      body: docs.place,
      answers: {
        201: { ...docs.placed, headers: ['Location', 'Idempotent-Replayed'] },
        400: { description: 'Nothing was ordered; `errors` names each field.' },
        403: { description: 'The caller is neither a customer nor works here.' },
        422: { description: 'The key was used for another order.' },
      },
      handle: place,
    },
    ...workflow.stages.map((stage): Route => {
      const { by } = legacyStageFields(stage.done);
      return {
        method: 'post',
        path: `/api/v1/order/${stage.verb}`,
        operationId: `complete_${stage.name.replaceAll('-', '_')}`,
        tag,
        summary: `An order is ${stage.done}`,
        description: `Needs the role ${stage.role}. \`${by}\` is the caller's name unless given; the time is the server's.`,
        body: docs.done(stage),
        answers: {
          200: docs.order,
          400: { description: 'The body is not JSON, or has no `Id`.' },
          403: { description: `The caller has not the role ${stage.role}.` },
          404: { description: 'There is no such order.' },
          409: { description: 'The order is not at that stage, or somebody else has claimed it.' },
          422: { description: 'The key was used for another request on this order.' },
        },
        handle: (c) => complete(c, stage),
      };
    }),
    {
      method: 'post',
      path: '/api/v1/order/reporterror',
      operationId: 'reportError',
      tag,
      summary: 'Work on an order failed',
      description:
        'Stops the order at its present stage until a person resolves the incident. Needs that stage’s role.',
      body: docs.error,
      answers: {
        200: docs.order,
        400: { description: 'The body is not JSON, or has no `Id` or `Reason`.' },
        403: { description: 'The caller has not the role of the order’s stage.' },
        404: { description: 'There is no such order.' },
        409: { description: 'The order is closed, or somebody else has claimed it.' },
        422: { description: 'The key was used for another request on this order.' },
      },
      handle: reportError,
    },
    {
      method: 'get',
      path: '/api/v1/order/{id}',
      operationId: 'readOldOrder',
      tag,
      summary: 'Read an order',
      parameters: [idParameter],
      answers: {
        200: docs.order,
        404: { description: 'There is no such order, or it is not yours.' },
      },
      handle: async (c) =>
        c.json(legacyOrder(workflow, await desk.find(c.get('principal'), c.req.param('id') ?? ''))),
    },
  ];
}

const locationOf = (orderId: string) => `/api/v1/order/${encodeURIComponent(orderId)}`;

function idOf(fields: Map<string, unknown>): string {
  const id = z.string().min(1).max(200).safeParse(fields.get('id'));
  if (id.success) return id.data;
  throw validationProblem([
    { pointer: '/Order/Id', detail: fields.has('id') ? 'must be a text' : 'is required' },
  ]);
}

function textOf(fields: Map<string, unknown>, name: string): string | undefined {
  const value = text.safeParse(fields.get(name.toLowerCase()));
  if (!value.success)
    throw validationProblem([
      { pointer: `/Order/${name}`, detail: 'must be a text of at most 200 characters' },
    ]);
  return value.data || undefined;
}
