import { once } from 'node:events';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { Problem } from '@cupcakery/kit/http/problem';
import { serveHttp } from '@cupcakery/kit/http/server';
import { createLogger } from '@cupcakery/kit/log';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import { createRecordingTracer } from '@cupcakery/kit/tracing/testing/recording-tracer';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { bareServices } from '../../graphql/context/testing/bare-services.ts';
import { createDocumentCache } from '../../graphql/limits/document-cache.ts';
import { buildSchema } from '../../graphql/schema/schema.ts';
import { readSdl } from '../../graphql/schema/schema-file.ts';
import type { OrderApi } from '../../order-api/order-api-client.ts';
import { type ConnectionLimits, createClientConnections } from '../clients/client-connections.ts';
import type { RateLimits } from '../clients/client-rates.ts';
import { createStreamObserver } from '../clients/stream-observer.ts';
import { smallLimits, smallRates } from '../clients/testing/small-limits.ts';
import { createEngine } from '../engine/engine.ts';
import { createWebSocketUpgrade } from './websocket-upgrade.ts';

const log = createLogger({ service: 'x', level: 'silent' });
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const anybody: Authenticator['authenticate'] = async () => ({ subject: 'ann', name: 'Ann', roles: [] });

async function serve(
  options: {
    authenticate?: Authenticator['authenticate'];
    limits?: Partial<ConnectionLimits>;
    initTimeoutMs?: number;
    rates?: Partial<RateLimits>;
    tracer?: Tracer;
    post?: OrderApi['post'];
  } = {},
) {
  const documents = createDocumentCache();
  const rates = smallRates(options.rates);
  const refusals: string[] = [];
  const observer = {
    ...createStreamObserver(createMetrics(new Registry()), Date.now),
    refused: (limit: string) => void refusals.push(limit),
    refusals,
  };
  const connections = createClientConnections({ ...smallLimits, ...options.limits });
  const websocketUpgrade = createWebSocketUpgrade({
    yoga: createEngine({
      schema: buildSchema(readSdl()),
      services: bareServices({
        orderApi: { post: options.post ?? (() => Promise.reject(new Error('a secret'))) },
      }),
      introspection: true,
      documents,
      log,
    }),
    authenticator: { mode: 'oidc', authenticate: options.authenticate ?? anybody, prepare: async () => {} },
    audit: { accepted: () => {}, denied: () => {} },
    origins: { rules: { listed: [], trustedProxies: 0, isTrusted: () => false } },
    connections,
    observer,
    rates,
    documents,
    maxSubscriptions: 50,
    trustedProxies: 0,
    initTimeoutMs: options.initTimeoutMs ?? 10_000,
    now: () => 1_700_000_000_000,
    tracer: options.tracer ?? noTracer,
    log,
  });
  const app = { fetch: () => new Response(null, { status: 404 }) };
  const server = await serveHttp({ app, host: '127.0.0.1', port: 0, log, websocketUpgrade });
  stops.push(() => server.stop(0));
  return { url: `${server.url.replace('http', 'ws')}/graphql`, connections, observer };
}

const messageShape = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  payload: z.unknown().optional(),
});

async function connect(url: string, protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(url, protocol);
  const messages: z.infer<typeof messageShape>[] = [];
  socket.on('message', (data) => messages.push(messageShape.parse(JSON.parse(String(data)))));
  const { promise: closed, resolve } = Promise.withResolvers<{ code: number; reason: string }>();
  socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  await once(socket, 'open');
  const send = (message: object) => socket.send(JSON.stringify(message));
  return {
    socket,
    messages,
    closed,
    send,
    async run(query: string, init: Record<string, string> = {}) {
      send({ type: 'connection_init', payload: init });
      await once(socket, 'message');
      send({ id: '1', type: 'subscribe', payload: { query } });
      await once(socket, 'message');
      return messages.find((m) => m.id === '1');
    },
  };
}

async function accepted(url: string) {
  const client = await connect(url);
  client.send({ type: 'connection_init' });
  await expect.poll(() => client.messages).toHaveLength(1);
  return client;
}

test('queries and limits are those of HTTP', async () => {
  const { url } = await serve();
  expect(await (await connect(url)).run('{ me { name } }')).toMatchObject({
    payload: { data: { me: { name: 'Ann' } } },
  });
  const refused = await (await connect(url)).run(`{ ${'me { name } '.repeat(11)} }`);
  expect(refused).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'TOO_COMPLEX' } }] });
  expect(await (await connect(url)).run('{ me {')).toMatchObject({
    type: 'error',
    payload: [{ message: /Syntax Error/ }],
  });
});

test('an operation is a step of its client’s trace, and what it sends to order-api is the next one', async () => {
  const { tracer, spans } = createRecordingTracer();
  const sent: string[] = [];
  const post: OrderApi['post'] = async ({ traceparent }) => {
    sent.push(traceparent);
    return { body: undefined, errors: [] };
  };
  const { url } = await serve({ tracer, post });
  const trace = 'a'.repeat(32);
  const mutation = 'mutation { cancelOrder(input: { orderId: "o" }) { errors { code } } }';
  await (await connect(url)).run(mutation, { traceparent: `00-${trace}-${'b'.repeat(16)}-01` });
  const [span] = spans();
  expect(span).toMatchObject({ name: 'mutation', traceId: trace, parentId: 'b'.repeat(16) });
  expect(sent).toEqual([`00-${trace}-${span?.spanId}-01`]);
  await (await connect(url)).run('{ me { name } }');
  expect(spans().at(-1)).toMatchObject({ name: 'query', parentId: undefined });
  expect(spans().at(-1)?.traceId).not.toBe(trace);
});

test('unexpected errors are masked here as well', async () => {
  const { url } = await serve();
  const query = 'mutation { cancelOrder(input: { orderId: "o" }) { errors { code } } }';
  const answer = JSON.stringify(await (await connect(url)).run(query));
  expect(answer).toContain('"INTERNAL"');
  expect(answer).not.toContain('secret');
});

test('a token that expires closes the socket with 4403', async () => {
  const { url } = await serve({
    authenticate: async () => ({ subject: 'ann', name: 'Ann', roles: [], tokenExpiresAt: Date.now() + 100 }),
  });
  const client = await connect(url);
  client.send({ type: 'connection_init' });
  expect(await client.closed).toMatchObject({ code: 4403, reason: expect.stringContaining('expired') });
});

test('the token comes with connection_init; a refused one closes with 4403, a provider that is down with 1013', async () => {
  const { url } = await serve({
    authenticate: async ({ headers }) => {
      const given = headers.get('authorization');
      if (given === 'Bearer good') return { subject: 'ann', name: 'Ann', roles: [] };
      throw new Problem({ status: given === null ? 503 : 401, code: 'X', title: 'No' });
    },
  });
  for (const [authorization, expected] of [
    ['Bearer bad', 4403],
    [undefined, 1013],
  ] as const) {
    const client = await connect(url);
    client.send({ type: 'connection_init', payload: { authorization } });
    expect((await client.closed).code).toBe(expected);
  }
  const client = await connect(url);
  client.send({ type: 'connection_init', payload: { Authorization: 'Bearer good' } });
  const payload = { serverTime: 1_700_000_000_000 };
  await expect.poll(() => client.messages).toEqual([{ type: 'connection_ack', payload }]);
  client.send({ type: 'ping', payload: { of: 'mine' } });
  await expect
    .poll(() => client.messages.at(-1))
    .toEqual({ type: 'pong', payload: { of: 'mine', ...payload } });
});

test('what is not the protocol is refused: before init, other subprotocols, other paths, messages too large', async () => {
  const { url } = await serve();
  const early = await connect(url);
  early.send({ id: '1', type: 'subscribe', payload: { query: '{ me { name } }' } });
  expect((await early.closed).code).toBe(4401);
  await expect(connect(url, 'graphql-ws')).rejects.toThrow(/subprotocol|400/i);
  await expect(connect(url.replace('/graphql', '/else'))).rejects.toThrow('404');
  const large = await connect(url);
  large.send({ type: 'connection_init', payload: { a: 'x'.repeat(300_000) } });
  expect((await large.closed).code).toBe(1009);
});

test('an id of an operation that is too long closes the socket, since a subscription would keep it', async () => {
  const { url, observer } = await serve();
  const client = await connect(url);
  client.send({ type: 'connection_init' });
  client.send({ id: 'x'.repeat(240_000), type: 'subscribe', payload: { query: '{ me { name } }' } });
  expect(await client.closed).toMatchObject({ code: 4400, reason: expect.stringContaining('128') });
  expect(observer.refusals).toEqual(['operation_id']);
});

describe('a client that wants more than the rates allow is closed with 4430:', () => {
  const run = (id: number, query: string) => ({ id: `${id}`, type: 'subscribe', payload: { query } });
  test.each<[string, Partial<RateLimits>, (n: number) => object, string]>([
    ['operations', { operationsPerSecond: 1 }, (n) => run(n, '{ me { name } }'), 'operations_of_socket'],
    [
      'of its user',
      { operationsPerSecondPerUser: 1 },
      (n) => run(n, '{ me { name } }'),
      'operations_of_user',
    ],
    ['documents', { operationsPerSecond: 1 }, (n) => run(n, `{ nothing${n} }`), 'operations_of_socket'],
    ['pings', { messagesPerSecond: 1 }, () => ({ type: 'ping' }), 'messages'],
    [
      'bytes',
      { messagesPerSecond: 1 },
      () => ({ type: 'ping', payload: { text: 'x'.repeat(100_000) } }),
      'messages',
    ],
  ])('%s', async (_name, rates, messageOf, limit) => {
    const { url, observer } = await serve({ rates });
    const client = await accepted(url);
    for (let n = 0; n < 40; n += 1) client.send(messageOf(n));
    expect(await client.closed).toMatchObject({ code: 4430 });
    expect(observer.refusals.at(-1)).toBe(limit);
  });

  test('pings of the WebSocket protocol', async () => {
    const { url, observer } = await serve({ rates: { messagesPerSecond: 1 } });
    const client = await connect(url);
    for (let n = 0; n < 40; n += 1) client.socket.ping();
    expect(await client.closed).toMatchObject({ code: 4430 });
    expect(observer.refusals).toEqual(['messages']);
  });
});

test('what has been refused costs its client less when it is sent again', async () => {
  const { url } = await serve({ rates: { operationsPerSecond: 2 } });
  const client = await accepted(url);
  const query = `{ ${'nothing '.repeat(900)} }`;
  for (let n = 0; n < 15; n += 1) client.send({ id: `${n}`, type: 'subscribe', payload: { query } });
  await expect.poll(() => client.messages.filter(({ type }) => type === 'error').length).toBe(15);
});

test('a client that does not say who it is is closed with 4408, and cut if it does not read that', async () => {
  const { url, connections, observer } = await serve({ initTimeoutMs: 50 });
  const client = await connect(url);
  expect(await client.closed).toMatchObject({ code: 4408 });
  const { socket } = await connect(url);
  socket.pause();
  await expect.poll(() => connections.size, { timeout: 5000 }).toBe(0);
  expect(observer.refusals).toEqual(['init_timeout', 'init_timeout']);
});

test('clients that nobody knows have a pool of their own; one that is known keeps its place', async () => {
  const { url, connections, observer } = await serve({ limits: { maxPending: 2, max: 2 } });
  const known = await connect(url);
  await known.run('{ me { name } }');
  const unknown = [await connect(url), await connect(url)];
  await expect(connect(url)).rejects.toThrow('503');
  expect(observer.refusals).toEqual(['connections_pending']);
  const [second, third] = unknown;
  await second?.run('{ me { name } }');
  third?.send({ type: 'connection_init' });
  expect(await third?.closed).toMatchObject({ code: 1013 });
  expect(observer.refusals).toEqual(['connections_pending', 'connections']);
  await expect.poll(() => connections.size).toBe(2);
});

test('a gateway that is full or stopping refuses the handshake, and closes all with 1001 when it stops', async () => {
  const { url, connections } = await serve({ limits: { max: 1 } });
  const client = await connect(url);
  await client.run('{ me { name } }');
  await expect(connect(url)).rejects.toThrow('503');
  await connections.drain(10);
  expect(await client.closed).toEqual({ code: 1001, reason: 'restarting; resume after your last cursor' });
  expect(connections.size).toBe(0);
  await expect(connect(url)).rejects.toThrow('503');
});
