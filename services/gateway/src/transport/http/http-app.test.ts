import { createAuthenticator } from '@cupcakery/kit/auth/create-authenticator';
import { originOptions } from '@cupcakery/kit/auth/origin-rules';
import { createLogger } from '@cupcakery/kit/log';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import { noTracer } from '@cupcakery/kit/tracing/tracer';
import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bareServices } from '../../graphql/context/testing/bare-services.ts';
import { createDocumentCache } from '../../graphql/limits/document-cache.ts';
import { buildSchema } from '../../graphql/schema/schema.ts';
import { readSdl } from '../../graphql/schema/schema-file.ts';
import type { LiveOrders } from '../../stream/live-orders.ts';
import { teaWorkflow } from '../../testing/tea.ts';
import { createClientConnections } from '../clients/client-connections.ts';
import type { RateLimits } from '../clients/client-rates.ts';
import { createStreamObserver } from '../clients/stream-observer.ts';
import { smallLimits, smallRates } from '../clients/testing/small-limits.ts';
import { createEngine } from '../engine/engine.ts';
import { createHttpApp } from './http-app.ts';

const workflow = teaWorkflow({ boil: ', target: 90s' });
/** A feed that fails with an unexpected error. */
const broken = new Map<string, LiveOrders>([
  [
    'tea',
    {
      get feed(): never {
        throw new Error('the secret of the house');
      },
    } as unknown as LiveOrders,
  ],
]);

function serve(options: { graphiql?: boolean; rates?: Partial<RateLimits> } = {}) {
  const lines: string[] = [];
  const log = createLogger({
    service: 'x',
    level: 'error',
    destination: { write: (l: string) => void lines.push(l) },
  });
  const { graphiql = true } = options;
  const metrics = createMetrics(new Registry());
  const sdl = readSdl();
  const services = bareServices({ workflows: new Map([['tea', workflow]]), feeds: broken });
  const documents = createDocumentCache();
  const rates = smallRates(options.rates);
  const yoga = createEngine({ schema: buildSchema(sdl), services, introspection: graphiql, documents, log });
  const authenticator = createAuthenticator({ host: '127.0.0.1', log });
  const connections = createClientConnections(smallLimits);
  const observer = createStreamObserver(metrics, Date.now);
  const app = createHttpApp({
    yoga,
    sdl,
    authenticator,
    audit: { accepted: () => {}, denied: () => {} },
    origins: originOptions(authenticator.mode, { listed: [] }),
    connections,
    observer,
    rates,
    documents,
    graphiql,
    trustedProxies: 0,
    tracer: noTracer,
    log,
    metrics,
  });
  return {
    lines,
    get: (path: string, headers: Record<string, string> = {}) =>
      app.request(path, { headers: { host: 'localhost', ...headers } }),
    async post(query: string, headers: Record<string, string> = {}) {
      const response = await app.request('/graphql', {
        method: 'POST',
        headers: {
          host: 'localhost',
          'content-type': 'application/json',
          accept: 'application/json',
          ...headers,
        },
        body: JSON.stringify({ query }),
      });
      return { response, body: answerShape.parse(await response.json()) };
    },
  };
}
const answerShape = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
  code: z.string().optional(),
});

test('workflows answer in the words of the schema', async () => {
  const { body } = await serve().post(
    '{ workflows { name promiseSeconds recallForSeconds details stages { name mode expectedSeconds targetSeconds outcomes retired } } }',
  );
  expect(body.data).toEqual({
    workflows: [
      {
        name: 'tea',
        promiseSeconds: 60,
        recallForSeconds: 120,
        details: { type: 'object' },
        stages: [
          {
            name: 'boil',
            mode: 'MANUAL',
            expectedSeconds: null,
            targetSeconds: 90,
            outcomes: [],
            retired: false,
          },
        ],
      },
    ],
  });
});

test('the caller is the user of the local headers', async () => {
  const { body } = await serve().post('{ me { subject name roles } }', {
    'x-cupcakery-user': 'ann',
    'x-cupcakery-roles': 'customer',
  });
  expect(body.data).toEqual({ me: { subject: 'ann', name: 'ann', roles: ['customer'] } });
});

describe('limits', () => {
  const nested = `{ __type(name: "Order") { fields { type { ${'ofType { '.repeat(12)} name ${'} '.repeat(12)} } } } }`;
  const deepFragments = Array.from({ length: 9 }, (_, i) => {
    const [on, name] = [String.fromCharCode(65 + i), String.fromCharCode(66 + i)];
    return `fragment ${on} on Query { a { ...${name} } b { ...${name} } }`;
  })
    .join(' ')
    .concat(' fragment J on Query { a { a { a { a { a { a { a } } } } } } }');
  test.each([
    ['depth', nested, /levels/],
    ['aliases', `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: me { name }`).join(' ')} }`, /alias/i],
    ['root fields', `{ ${'me { name } '.repeat(12)} }`, /root fields/],
    ['depth in fragments', `query { ...A } ${deepFragments}`, /levels/],
    ['tokens', `{ ${'me { name } '.repeat(400)} }`, /token/i],
    ['directives', `{ me { name ${'@include(if: true) '.repeat(40)} } }`, /directives/],
    ['page size', '{ orders(workflow: "tea", first: 201) { totalCount } }', /first|wrong/i],
  ])('%s', async (_what, query, message) => {
    const { body } = await serve().post(query);
    expect(body.errors?.map((e) => e.message).join('\n')).toMatch(message);
    expect(body.data ?? null).toBeNull();
  });

  test('a body over 256 KiB is refused', async () => {
    const { response } = await serve().post(`{ me { name } } #${'x'.repeat(300_000)}`);
    expect(response.status).toBe(413);
  });
});

test('an unexpected error is masked, and its id finds the log line', async () => {
  const server = serve();
  const { body } = await server.post('{ order(workflow: "tea", id: "o-1") { id } }');
  const error = z
    .object({
      message: z.string(),
      path: z.tuple([z.string()]),
      extensions: z.object({ code: z.string(), errorId: z.string() }),
    })
    .parse(body.errors?.[0]);
  expect(error).toMatchObject({ message: 'Something went wrong here.', extensions: { code: 'INTERNAL' } });
  expect(JSON.stringify(body)).not.toContain('secret');
  const line = server.lines.find((l) => l.includes(error.extensions.errorId));
  expect(line).toContain('the secret of the house');
});

describe('forgery', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a body of type %s, which a page of another site may send without a preflight, is refused',
    async (type) => {
      const { response } = await serve().post('{ me { name } }', { 'content-type': type });
      expect(response.status).toBe(415);
    },
  );
  test('a GET from another site is refused, one from the same site answered', async () => {
    const run = (site: string) =>
      serve().get('/graphql?query={me{name}}', { 'sec-fetch-site': site, accept: 'application/json' });
    expect((await run('cross-site')).status).toBe(403);
    expect(await (await run('same-origin')).json()).toEqual({ data: { me: { name: 'local' } } });
  });
  test('a mutation by GET is refused', async () => {
    const query = encodeURIComponent('mutation { cancelOrder(input: { orderId: "o" }) { errors { code } } }');
    expect((await serve().get(`/graphql?query=${query}`, { accept: 'application/json' })).status).toBe(405);
  });
});

test('an invalid document is a request error', async () => {
  const { response, body } = await serve().post('{ nothing }', {
    accept: 'application/graphql-response+json',
  });
  expect(response.status).toBe(400);
  expect(body.errors?.[0]?.message).toContain('Cannot query field');
});

test('the schema is published as it is', async () => {
  const response = await serve().get('/schema.graphql');
  expect(await response.text()).toBe(readSdl());
});

test('where it is not allowed there is neither GraphiQL nor introspection', async () => {
  const closed = serve({ graphiql: false });
  expect(await (await closed.get('/graphql', { accept: 'text/html' })).text()).not.toContain('html');
  const { body } = await closed.post('{ __schema { types { name } } }');
  expect(body.errors?.[0]?.message).toContain('introspection');
});

describe('a user who sends more than the rate allows gets 429 with Retry-After', () => {
  const rates = { operationsPerSecondPerUser: 1 };
  const as = (user: string) => ({ 'x-cupcakery-user': user, 'x-cupcakery-roles': 'admin' });

  test('for requests', async () => {
    const { post } = serve({ rates });
    for (let n = 0; n < 25; n += 1) await post('{ me { name } }', as('mallory'));
    const { response: refused } = await post('{ me { name } }', as('mallory'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post('{ me { name } }', as('ann'))).response.status).toBe(200);
  });

  test('for documents that are not known, which cost more', async () => {
    const { post } = serve({ rates });
    const unknown = (n: number) => `{ ${`nothing${n} `.repeat(100)} }`;
    await post(unknown(0), as('mallory'));
    const { response: refused } = await post(unknown(1), as('mallory'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
