import { orderSchema } from '@cupcakery/workflow/contracts/order';
import { incidentSchema } from '@cupcakery/workflow/contracts/records';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';
import { exampleOrder } from '../openapi/examples.ts';
import { type AnswerDoc, type JsonSchema, pathParameter } from '../openapi/route.ts';
import { workflowCardSchema } from './workflow-card.ts';

export const tag = 'workflows';

/** What the documentation of several operations shares; examples come from one of the workflows. */
export type DocParts = ReturnType<typeof createDocParts>;

export function createDocParts(example: Workflow, workflowNames: readonly string[]) {
  const order = exampleOrder(example);
  const orderAnswer: AnswerDoc = {
    description: 'The order as it is after the request',
    schema: { type: 'object', required: ['order'], properties: { order: reference('Order') } },
    example: { order },
  };
  return {
    example,
    order,
    workflowParameter: pathParameter('workflow', 'Name of a workflow', example.name),
    idParameter: pathParameter('id', 'The order’s id', order.id),
    orderAnswer,
    noOrder: { description: 'There is no such order, or it is not yours.' },
    noWorkflow: { description: 'There is no such workflow.' },
    /** The details of any workflow. */
    detailsSchema: { anyOf: workflowNames.map((name) => reference(detailsName(name))) },
  };
}

/** The schemas that the operations refer to. */
export function createSchemas(workflows: readonly Workflow[]): Record<string, JsonSchema> {
  const details = workflows.map((workflow) => [
    detailsName(workflow.name),
    // Its own $id, so that references inside it are resolved inside it.
    { $id: `urn:cupcakery:details:${workflow.name}`, additionalProperties: false, ...workflow.details },
  ]);
  return {
    Order: z.toJSONSchema(orderSchema),
    Workflow: z.toJSONSchema(workflowCardSchema),
    Incident: z.toJSONSchema(incidentSchema),
    ...Object.fromEntries(details),
  };
}

export function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** `leave-home` becomes `LeaveHomeDetails`. */
function detailsName(workflow: string): string {
  const words = workflow.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Details`;
}
