import { contactSchema } from '@cupcakery/workflow/contracts/contact';
import { z } from 'zod';
import { exampleDetails } from '../openapi/examples.ts';
import type { OperationDoc, ParameterDoc } from '../openapi/route.ts';
import { type DocParts, reference, tag } from './doc-parts.ts';
import { pageQuery } from './page-query.ts';

export function placeOrderDoc(parts: DocParts): OperationDoc {
  return {
    method: 'post',
    path: '/api/v1/workflows/{workflow}/orders',
    right: { action: 'order.place' },
    operationId: 'placeOrder',
    tag,
    summary: 'Place an order',
    parameters: [parts.workflowParameter],
    body: {
      schema: {
        type: 'object',
        required: ['details'],
        additionalProperties: false,
        properties: {
          details: parts.detailsSchema,
          contact: {
            ...z.toJSONSchema(contactSchema),
            description:
              'How to reach the customer. It is kept beside the order until that is archived, and in no history.',
          },
          customerId: {
            type: 'string',
            minLength: 1,
            maxLength: 255,
            description:
              'For programs with the role `shop`: the customer to order for, by the subject of the customer’s tokens',
          },
        },
      },
      example: { details: exampleDetails(parts.example) },
    },
    answers: {
      201: {
        ...parts.orderAnswer,
        description: 'The order as it was placed',
        headers: ['Location', 'Idempotent-Replayed'],
      },
      400: { description: 'Nothing was ordered; `errors` names each field.' },
      403: {
        description:
          'The caller is neither a customer nor works here, or orders for a customer without the role `shop`.',
      },
      404: parts.noWorkflow,
      422: { description: 'The key was used for another order.' },
    },
  };
}

export function listOrdersDoc({ workflowParameter, noWorkflow, order }: DocParts): OperationDoc {
  return {
    method: 'get',
    path: '/api/v1/workflows/{workflow}/orders',
    right: { action: 'order.list' },
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
      404: noWorkflow,
    },
  };
}

export function readOrderDoc(parts: DocParts): OperationDoc {
  return {
    method: 'get',
    path: '/api/v1/workflows/{workflow}/orders/{id}',
    right: { action: 'order.read' },
    operationId: 'readOrder',
    tag,
    summary: 'Read an order',
    parameters: [parts.workflowParameter, parts.idParameter],
    answers: { 200: parts.orderAnswer, 404: parts.noOrder },
  };
}

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
