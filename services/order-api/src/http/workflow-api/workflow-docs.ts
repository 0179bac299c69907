import type { OperationDoc } from '../openapi/route.ts';
import { type DocParts, reference, tag } from './doc-parts.ts';
import { cardOf } from './workflow-card.ts';

export function listWorkflowsDoc({ example }: DocParts): OperationDoc {
  return {
    method: 'get',
    path: '/api/v1/workflows',
    right: { action: 'workflow.read' },
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
        example: { workflows: [cardOf(example)] },
      },
    },
  };
}

export function readWorkflowDoc({ example, workflowParameter, noWorkflow }: DocParts): OperationDoc {
  return {
    method: 'get',
    path: '/api/v1/workflows/{workflow}',
    right: { action: 'workflow.read' },
    operationId: 'readWorkflow',
    tag,
    summary: 'One workflow: its stages and the schema of its orders',
    parameters: [workflowParameter],
    answers: {
      200: { description: 'The workflow', schema: reference('Workflow'), example: cardOf(example) },
      404: noWorkflow,
    },
  };
}
