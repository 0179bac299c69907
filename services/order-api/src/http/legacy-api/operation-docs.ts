import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { OperationDoc } from '../openapi/route.ts';
import type { LegacyBodyDocs } from './body-docs.ts';
import { legacyStageFields } from './legacy-order.ts';

const tag = 'factory';

export function placeDoc(workflow: Workflow, bodies: LegacyBodyDocs): OperationDoc {
  return {
    method: 'post',
    path: '/api/v1/order',
    right: { action: 'order.place' },
    operationId: 'placeOldOrder',
    tag,
    summary: `Place an order of ${workflow.title}`,
    description:
      'Names and sizes count in any case, the wrapper `Order` may be left out. Fields that the server sets (`Id`, `Status`, `CreatedOn`, `...By`, `...On`) are ignored, unknown ones refused.',
    body: bodies.place,
    answers: {
      201: { ...bodies.placed, headers: ['Location', 'Idempotent-Replayed'] },
      400: { description: 'Nothing was ordered; `errors` names each field.' },
      403: { description: 'The caller is neither a customer nor works here.' },
      422: { description: 'The key was used for another order.' },
    },
  };
}

export function completeDoc(stage: Stage, bodies: LegacyBodyDocs): OperationDoc {
  return {
    method: 'post',
    path: `/api/v1/order/${stage.verb}`,
    right: { action: 'ticket.complete', stage: stage.name },
    operationId: `complete_${stage.name.replaceAll('-', '_')}`,
    tag,
    summary: `An order is ${stage.done}`,
    description: `Needs the role ${stage.role}. \`${legacyStageFields(stage.done).by}\` is the caller's name unless given; the time is the server's.`,
    body: bodies.done(stage),
    answers: {
      200: bodies.order,
      400: { description: 'The body is not JSON, or has no `Id`.' },
      403: { description: `The caller has not the role ${stage.role}.` },
      404: { description: 'There is no such order.' },
      409: { description: 'The order is not at that stage, or somebody else has claimed it.' },
      422: { description: 'The key was used for another request on this order.' },
    },
  };
}

export function reportErrorDoc(bodies: LegacyBodyDocs): OperationDoc {
  return {
    method: 'post',
    path: '/api/v1/order/reporterror',
    right: { action: 'ticket.fail' },
    operationId: 'reportError',
    tag,
    summary: 'Work on an order failed',
    description:
      'Stops the order at its present stage until a person resolves the incident. Needs that stage’s role.',
    body: bodies.error,
    answers: {
      200: bodies.order,
      400: { description: 'The body is not JSON, or has no `Id` or `Reason`.' },
      403: { description: 'The caller has not the role of the order’s stage.' },
      404: { description: 'There is no such order.' },
      409: { description: 'The order is closed, or somebody else has claimed it.' },
      422: { description: 'The key was used for another request on this order.' },
    },
  };
}

export function readDoc(bodies: LegacyBodyDocs): OperationDoc {
  return {
    method: 'get',
    path: '/api/v1/order/{id}',
    right: { action: 'order.read' },
    operationId: 'readOldOrder',
    tag,
    summary: 'Read an order',
    parameters: [
      {
        name: 'id',
        in: 'path',
        description: 'The order’s id',
        schema: { type: 'string' },
        example: bodies.exampleOrder.Id,
      },
    ],
    answers: {
      200: bodies.order,
      404: { description: 'There is no such order, or it is not yours.' },
    },
  };
}
