import { z } from 'zod';
import type { OperationDoc } from '../openapi/route.ts';
import { type ActionName, actionBodies, actionRights } from './action-body.ts';
import { type DocParts, tag } from './doc-parts.ts';

const summaries: Record<ActionName, string> = {
  claim: 'Take a ticket, so that nobody else works on it',
  release: 'Give a ticket back',
  complete: 'The stage is done',
  recall: 'Take an order back to the stage just done',
  fail: 'The work failed: the order stops at an incident',
  cancel: 'End the order before its time',
  mark: 'Move an order to the front of the boards, or put it aside there',
  resolve: 'End an incident: retry, rework from an earlier stage, or scrap',
};

const examples: Record<ActionName, Record<string, unknown>> = {
  claim: { stage: 'mix' },
  release: { stage: 'mix' },
  complete: { stage: 'mix', visit: 1 },
  recall: { stage: 'mix' },
  fail: { stage: 'mix', reason: 'The oven is cold' },
  cancel: { reason: 'Ordered twice' },
  mark: { rushed: true },
  resolve: { action: 'retry' },
};

export function actionDoc(action: ActionName, parts: DocParts): OperationDoc {
  return {
    method: 'post',
    path: `/api/v1/workflows/{workflow}/orders/{id}/${action}`,
    right: { action: actionRights[action] },
    operationId: `${action}Order`,
    tag,
    summary: summaries[action],
    parameters: [parts.workflowParameter, parts.idParameter],
    body: { schema: z.toJSONSchema(actionBodies[action]), example: examples[action] },
    answers: {
      200: parts.orderAnswer,
      400: { description: 'The body does not fit; `errors` names each field.' },
      403: { description: 'The caller lacks the role.' },
      404: parts.noOrder,
      409: { description: 'The order does not allow it now; `code` says why.' },
      422: { description: 'The key was used for another request, or the value is not possible.' },
    },
  };
}
