import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import { asPlaced } from '../../orders/as-placed.ts';
import { exampleDetails, exampleOrder } from '../openapi/examples.ts';
import type { AnswerDoc, JsonSchema } from '../openapi/route.ts';
import { legacyFieldName } from './legacy-bodies.ts';
import { acknowledgment, legacyOrder, legacyStageFields } from './legacy-order.ts';

export type LegacyBodyDocs = ReturnType<typeof createLegacyBodyDocs>;

/** The documentation of the old factory's bodies, derived from the workflow's file. */
export function createLegacyBodyDocs(workflow: Workflow) {
  const order: Order = asPlaced(exampleOrder(workflow));
  const legacyExample = legacyOrder(workflow, order);
  const orderAnswer: AnswerDoc = {
    description: 'The order',
    schema: orderSchema(workflow),
    example: legacyExample,
  };
  const legacyDetails = Object.fromEntries(
    Object.entries(exampleDetails(workflow)).map(([name, value]) => [legacyFieldName(name), value]),
  );
  const wrapped = (properties: JsonSchema, required: string[]): JsonSchema => ({
    type: 'object',
    required: ['Order'],
    properties: { Order: { type: 'object', required, properties } },
  });

  return {
    exampleOrder: legacyExample,
    order: orderAnswer,
    place: {
      schema: wrapped(legacyProperties(workflow), requiredOf(workflow).map(legacyFieldName)),
      example: { Order: legacyDetails },
    },
    placed: {
      description: 'The order is placed. A repeated key gives this same answer again.',
      schema: {
        type: 'object',
        required: ['correlationId', 'acknowledgment', 'createdOn', 'order'],
        properties: {
          correlationId: { type: 'string', description: 'The order’s id' },
          acknowledgment: { type: 'string', description: 'The promised time in words' },
          createdOn: { type: 'string', format: 'date-time' },
          order: orderSchema(workflow),
        },
      },
      example: {
        correlationId: order.id,
        acknowledgment: acknowledgment(workflow.title, order),
        createdOn: order.placedAt,
        order: legacyExample,
      },
    },
    done(stage: Stage) {
      const { by, on } = legacyStageFields(stage.done);
      const properties: JsonSchema = {
        Id: { type: 'string' },
        [by]: { type: ['string', 'null'], maxLength: 200 },
        [on]: { type: ['string', 'null'], description: 'Ignored: the time is the server’s.' },
      };
      if (stage.outcomes) properties.Outcome = { enum: stage.outcomes };
      const example: Record<string, unknown> = { Id: order.id, [by]: 'ann' };
      if (stage.outcomes) example.Outcome = stage.outcomes[0];
      return { schema: wrapped(properties, ['Id']), example: { Order: example } };
    },
    error: {
      schema: {
        type: 'object',
        required: ['Order', 'Reason'],
        properties: {
          Order: { type: 'object', required: ['Id'], properties: { Id: { type: 'string' } } },
          Reason: { type: 'string', minLength: 1, maxLength: 2000 },
        },
      },
      example: { Order: { Id: order.id }, Reason: 'The oven is cold' },
    },
  };
}

function legacyProperties(workflow: Workflow): Record<string, unknown> {
  const properties = workflow.details.properties;
  if (typeof properties !== 'object' || properties === null) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [legacyFieldName(name), schema]),
  );
}

function requiredOf(workflow: Workflow): string[] {
  const { required } = workflow.details;
  return Array.isArray(required) ? required.map(String) : [];
}

function orderSchema(workflow: Workflow): JsonSchema {
  const time = { type: ['string', 'null'], format: 'date-time' };
  const stages = workflow.stages.flatMap(({ done }) => {
    const { by, on } = legacyStageFields(done);
    return [[by, { type: ['string', 'null'] }] as const, [on, time] as const];
  });
  return {
    type: 'object',
    required: ['Id', 'CreatedOn', 'status', 'stage', 'stageStatus', 'promisedAt', 'updatedAt', 'version'],
    properties: {
      Id: { type: 'string' },
      ...legacyProperties(workflow),
      CreatedOn: { type: 'string', format: 'date-time' },
      ...Object.fromEntries(stages),
      status: { enum: ['open', 'incident', 'finished', 'cancelled', 'scrapped'] },
      stage: { type: 'string' },
      stageStatus: { enum: ['waiting', 'started', 'claimed', 'done'] },
      promisedAt: { type: 'string', format: 'date-time' },
      updatedAt: { type: 'string', format: 'date-time' },
      version: { type: 'integer' },
    },
  };
}
