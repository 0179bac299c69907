import type { Principal } from '@cupcakery/kit/auth/principal';
import type { RequestVariables } from '@cupcakery/kit/http/request-log';
import type { Context } from 'hono';

/** JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export type JsonSchema = Record<string, unknown>;

export type ApiEnv = { Variables: RequestVariables & { principal: Principal } };
export type ApiContext = Context<ApiEnv>;

export type AnswerDoc = { description: string; schema?: JsonSchema; example?: unknown; headers?: string[] };
export type ParameterDoc = {
  name: string;
  in: 'path' | 'query';
  description: string;
  schema: JsonSchema;
  example?: unknown;
};

/**
 * One operation: the server is wired and the OpenAPI document written from the same list of these.
 * Idempotency-Key and the answers of section `commonAnswers` are added to every POST by the document.
 */
export type Route = {
  method: 'get' | 'post';
  /** As in OpenAPI, `/api/v1/order/{id}`. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  parameters?: ParameterDoc[];
  body?: { schema: JsonSchema; example: unknown };
  answers: Record<number, AnswerDoc>;
  handle(c: ApiContext): Promise<Response> | Response;
};

/** The path as Hono writes it. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
