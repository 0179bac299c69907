import type { Action } from '@cupcakery/workflow/access/rights';

/** JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export type JsonSchema = Record<string, unknown>;

/** The documentation of one operation of the shop, for whoever publishes the OpenAPI document. */
export type CollectionOperation = {
  method: 'get' | 'post' | 'put' | 'delete';
  right: { action: Action };
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  parameters: { name: string; in: 'path' | 'query' | 'header'; description: string; schema: JsonSchema }[];
  body?: { schema: JsonSchema; example: unknown };
  answers: Record<
    number,
    { description: string; schema?: JsonSchema; example?: unknown; headers?: string[] }
  >;
};
