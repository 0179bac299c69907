import type { Action } from '@cupcakery/workflow/access/rights';
import type { ApiContext } from '../request/api-context.ts';

/** JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export type JsonSchema = Record<string, unknown>;

export type AnswerDoc = { description: string; schema?: JsonSchema; example?: unknown; headers?: string[] };
export type ParameterDoc = {
  name: string;
  in: 'path' | 'query' | 'header';
  description: string;
  schema: JsonSchema;
  example?: unknown;
};

/**
 * The documentation of one operation. Idempotency-Key and the answers that every operation may give are added by the
 * document.
 */
export type OperationDoc = {
  method: 'get' | 'post' | 'put' | 'delete';
  /** The row of the rights table that it needs, with the stage where that decides. */
  right: { action: Action; stage?: string };
  /** In the syntax of OpenAPI, `/api/v1/order/{id}`. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  parameters?: ParameterDoc[];
  body?: { schema: JsonSchema; example: unknown };
  answers: Record<number, AnswerDoc>;
};

/** One operation: the server is wired, and the OpenAPI document is written, from the same list of these. */
export type Route = OperationDoc & { handle(c: ApiContext): Promise<Response> | Response };

/** The path in the syntax of Hono. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** A parameter in a path, a text. */
export function pathParameter(name: string, description: string, example: string): ParameterDoc {
  return { name, in: 'path', description, schema: { type: 'string' }, example };
}
