import { type Action, rights } from '@cupcakery/workflow/access/rights';
import { subjectWords } from '@cupcakery/workflow/access/subjects';
import type { AnswerDoc, JsonSchema, OperationDoc } from './route.ts';

type Answers = Record<string, Record<string, unknown>>;

/** Answers that every operation may give, besides its own. */
const commonAnswers: Record<number, string> = {
  401: 'Sign in first.',
  500: 'Something went wrong here; `instance` finds the log line.',
};
/** Answers that every operation that changes something may give, besides its own. */
const changeAnswers: Record<number, string> = {
  202: 'Accepted, but not decided within the bound. See `Location` later, or repeat with the same key.',
  413: 'The body is too large, or Kafka accepts no command of this size.',
  415: 'The body is not declared as JSON.',
  429: 'Too many requests wait for answers; see `Retry-After`.',
  503: 'Kafka does not answer or the kitchen cannot keep up; see `Retry-After`, repeat with the same key.',
};

const problemSchema: JsonSchema = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable, for programs' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON Pointer into the body' },
          field: { type: 'string', description: 'Name of a header or parameter' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

/** The OpenAPI 3.1 document of the routes that the server is wired with. */
export function openApiDocument(options: {
  routes: readonly OperationDoc[];
  schemas: Record<string, JsonSchema>;
  version: string;
  /** Whether callers need a bearer token. */
  secured: boolean;
}) {
  const { routes, schemas, version, secured } = options;
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const item = paths[route.path] ?? {};
    paths[route.path] = item;
    item[route.method] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cupcakery orders',
      version,
      description:
        'Every request that changes something becomes a command in Kafka and is answered when it is decided. Send an `Idempotency-Key` with each of them, then any repeat of it is harmless.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    ...(secured ? { security: [{ oidc: [] }] } : {}),
    tags: [
      { name: 'factory', description: 'The paths and names of the old cupcake factory' },
      { name: 'workflows', description: 'Every workflow in its own words' },
      { name: 'screens', description: 'Wall screens, the people at them, and links to orders' },
      { name: 'shop', description: 'The collections of the shop' },
    ],
    paths,
    components: {
      schemas: { Problem: problemSchema, ...schemas },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description: 'Yours alone. The same key and body get the same answer; another body gets 422.',
          schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
          example: 'a6b1c7d0-5a3e-4a53-9c0f-2b8f1f0f6a11',
        },
      },
      headers: {
        Location: { description: 'Where the order or item is read', schema: { type: 'string' } },
        ETag: { description: 'For `If-Match`', schema: { type: 'string' } },
        Link: { description: 'Where the next page is, if there is one', schema: { type: 'string' } },
        'Retry-After': { description: 'Seconds', schema: { type: 'integer' } },
        'Idempotent-Replayed': {
          description: '`true` when an earlier request with this key was carried out',
          schema: { type: 'string' },
        },
      },
      ...(secured
        ? { securitySchemes: { oidc: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } }
        : {}),
    },
  };
}

function operation(doc: OperationDoc): Record<string, unknown> {
  const parameters: unknown[] = (doc.parameters ?? []).map((p) => ({ ...p, required: p.in === 'path' }));
  if (doc.method !== 'get') parameters.push({ $ref: '#/components/parameters/IdempotencyKey' });
  return {
    operationId: doc.operationId,
    tags: [doc.tag],
    summary: doc.summary,
    'x-right': doc.right,
    description: [doc.description, permission(doc.right.action)].filter(Boolean).join('\n\n'),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(doc.body ? { requestBody: { required: true, content: { 'application/json': doc.body } } } : {}),
    responses: responsesOf(doc),
  };
}

/** Who may call it, in the words of the rights table. */
function permission(action: Action): string {
  return `Permitted to ${rights[action].who.map((subject) => subjectWords[subject]).join(', ')} (\`${action}\`).`;
}

function responsesOf(doc: OperationDoc): Answers {
  const answers: Answers = {};
  const common = doc.method === 'get' ? commonAnswers : { ...commonAnswers, ...changeAnswers };
  for (const [status, description] of Object.entries(common)) {
    answers[status] = status === '202' ? pendingAnswer(description) : problemAnswer(status, { description });
  }
  for (const [status, answer] of Object.entries(doc.answers)) {
    answers[status] = Number(status) < 400 ? goodAnswer(answer) : problemAnswer(status, answer);
  }
  return answers;
}

function goodAnswer({ description, schema, example, headers = [] }: AnswerDoc): Record<string, unknown> {
  return {
    description,
    ...(headers.length > 0 ? { headers: headersOf(headers) } : {}),
    ...(schema ? { content: { 'application/json': { schema, ...(example ? { example } : {}) } } } : {}),
  };
}

function problemAnswer(status: string, { description, schema: own }: AnswerDoc): Record<string, unknown> {
  // The old shop's answers are no problem details.
  if (own) return goodAnswer({ description, schema: own });
  const schema = { $ref: '#/components/schemas/Problem' };
  const later = status === '429' || status === '503';
  return {
    description,
    ...(later ? { headers: headersOf(['Retry-After']) } : {}),
    content: { 'application/problem+json': { schema } },
  };
}

function pendingAnswer(description: string): Record<string, unknown> {
  return {
    ...goodAnswer({
      description,
      headers: ['Location', 'Retry-After'],
      schema: {
        type: 'object',
        required: ['status', 'correlationId', 'location'],
        properties: {
          status: { const: 'pending' },
          correlationId: { type: 'string' },
          location: { type: 'string' },
        },
      },
    }),
  };
}

const headersOf = (names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
