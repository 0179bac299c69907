import { requireRole } from '@cupcakery/kit/auth/principal';
import { readJson } from '@cupcakery/kit/http/body';
import { incidentSchema } from '@cupcakery/workflow/contracts/records';
import { z } from 'zod';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { ApiContext, ParameterDoc, Route } from '../openapi/route.ts';
import { maxBodyBytes, requestContextOf } from '../request/request-context.ts';

const body = z.strictObject({});
const example = {
  workflow: 'cupcakes',
  stage: 'mix',
  reason: 'ticket: not JSON: Unexpected end of JSON input',
  by: 'mix-0',
  at: '2026-11-21T18:04:05.678Z',
  record: { topic: 'orderrequests', partition: 0, offset: '17', key: null },
};

/** What a person does about records that cannot be read. */
export function incidentRoutes(
  deskOf: (c: ApiContext) => OrdersService,
  workflowParameter: ParameterDoc,
): Route[] {
  return [
    {
      method: 'post',
      path: '/api/v1/workflows/{workflow}/incidents/{id}/discard',
      operationId: 'discardRecord',
      tag: 'workflows',
      summary: 'Forget a record that cannot be read',
      description:
        'Send it again from its source first: the record itself is not touched. Needs the role `sre`.',
      parameters: [
        workflowParameter,
        {
          name: 'id',
          in: 'path',
          description: 'The incident’s id, as the gateway’s `incidents` gives it',
          schema: { type: 'string' },
          example: 'b3JkZXJyZXF1ZXN0cy8wLzE3',
        },
      ],
      body: { schema: z.toJSONSchema(body), example: {} },
      answers: {
        200: {
          description: 'The incident as it was',
          schema: {
            type: 'object',
            required: ['incident'],
            properties: { incident: { $ref: '#/components/schemas/Incident' } },
          },
          example: { incident: example },
        },
        400: { description: 'The body does not fit; `errors` names each field.' },
        403: { description: 'The caller lacks the role.' },
        404: { description: 'There is no such incident, or it was discarded before.' },
      },
      async handle(c) {
        const desk = deskOf(c);
        const { principal, traceparent } = requestContextOf(c);
        requireRole(principal, 'sre');
        await readJson(c, { maxBytes: maxBodyBytes, schema: body });
        return c.json({ incident: await desk.discard(c.req.param('id') ?? '', traceparent) });
      },
    },
  ];
}

/** The schemas that the routes refer to. */
export const incidentSchemas = { Incident: z.toJSONSchema(incidentSchema) };
