import type { Action } from '@cupcakery/workflow/access/rights';
import { z } from 'zod';
import { type AnswerDoc, type JsonSchema, type OperationDoc, pathParameter } from '../openapi/route.ts';

const tag = 'screens';
export const exampleTime = '2026-11-21T18:04:05.678Z';
export const exampleId = '0123456789abcdef';

const workflowParameter = pathParameter('workflow', 'Name of a workflow', 'cupcakes');
export const orderParameter = pathParameter('id', 'The order’s id', 'c0ffee-1');

type Fields = Record<string, JsonSchema>;
export const answerOf = (description: string, properties: Fields, example: object): AnswerDoc => ({
  description,
  schema: { type: 'object', required: Object.keys(properties), properties },
  example,
});
export const card = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema);
export const list = (schema: z.ZodType): JsonSchema => ({ type: 'array', items: card(schema) });
export const token: JsonSchema = {
  type: 'string',
  description: 'Given out once: only its hash is kept',
};

const refusals = {
  400: { description: 'The body does not fit; `errors` names each field.' },
  403: { description: 'The caller may not do that.' },
  404: { description: 'There is no such workflow, screen, person, order or link, or no longer.' },
};

type Doc = Omit<OperationDoc, 'tag' | 'answers' | 'right'> & {
  right: Action;
  status: number;
  answer: AnswerDoc;
};
/** One operation. Every path begins with the workflow. */
export const staffDoc = ({ right, status, answer: good, parameters = [], ...rest }: Doc): OperationDoc => ({
  ...rest,
  parameters: [workflowParameter, ...parameters],
  tag,
  right: { action: right },
  answers: { [status]: good, ...refusals },
});
export const bodyOf = (schema: z.ZodType, example: unknown) => ({ schema: z.toJSONSchema(schema), example });
