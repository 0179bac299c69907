import { type OperationDoc, pathParameter } from '../openapi/route.ts';
import { type DocParts, reference, tag } from './doc-parts.ts';

const exampleIncident = {
  workflow: 'cupcakes',
  stage: 'mix',
  reason: 'ticket: not JSON: Unexpected end of JSON input',
  by: 'mix-0',
  at: '2026-11-21T18:04:05.678Z',
  record: { topic: 'orderrequests', partition: 0, offset: '17', key: null },
};

export function discardRecordDoc({ workflowParameter }: DocParts): Omit<OperationDoc, 'body'> {
  return {
    method: 'post',
    path: '/api/v1/workflows/{workflow}/incidents/{id}/discard',
    right: { action: 'record.discard' },
    operationId: 'discardRecord',
    tag,
    summary: 'Forget a record that cannot be read',
    description:
      'Send it again from its source first: the record itself is not touched. Needs the role `sre`.',
    parameters: [
      workflowParameter,
      pathParameter(
        'id',
        'The incident’s id, as the gateway’s `incidents` gives it',
        'b3JkZXJyZXF1ZXN0cy8wLzE3',
      ),
    ],
    answers: {
      200: {
        description: 'The incident as it was',
        schema: {
          type: 'object',
          required: ['incident'],
          properties: { incident: reference('Incident') },
        },
        example: { incident: exampleIncident },
      },
      400: { description: 'The body does not fit; `errors` names each field.' },
      403: { description: 'The caller lacks the role.' },
      404: { description: 'There is no such incident, or it was discarded before.' },
    },
  };
}
