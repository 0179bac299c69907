import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { WebSocket } from 'ws';
import { ordersDocument } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { type IdentityProvider, startIdentityProvider } from './testing/identity-provider.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

const kitchen = 'https://kitchen.example';
const evil = 'https://evil.example';
let pipeline: TestPipeline;
let provider: IdentityProvider;
let gateway: TestGateway;
/** What a sign-in proxy adds to all that a user's browser sends, whichever page sent it. */
let authorization: string;

beforeAll(async () => {
  pipeline = await startTestPipeline(inject('brokers'), 'origins');
  provider = await startIdentityProvider();
  gateway = await startGateway(pipeline, inject('brokers'), {
    ...provider.env,
    OIDC_ROLES_CLAIM: 'realm_access.roles',
    ALLOWED_ORIGINS: kitchen,
  });
  authorization = `Bearer ${provider.token('ann', 600, ['admin'])}`;
});
afterAll(async () => {
  await gateway?.stop();
  provider?.stop();
  await pipeline?.stop();
});

function handshake(origin: string | undefined): WebSocket {
  const options = origin === undefined ? {} : { origin };
  return new WebSocket(gateway.ws, 'graphql-transport-ws', { ...options, headers: { authorization } });
}

test("a page of another site cannot open a socket with the user's token", async () => {
  for (const origin of [evil, 'null', 'http://kitchen.example']) {
    const socket = handshake(origin);
    const [, answer]: [unknown, IncomingMessage] = (await once(socket, 'unexpected-response')) as never;
    expect(answer.statusCode).toBe(403);
    expect(await text(answer)).toContain('Pages of other sites');
  }
});

test('programs, pages of the same host and listed ones open sockets and are answered', async () => {
  for (const origin of [undefined, gateway.url.replace('/graphql', ''), kitchen]) {
    const socket = handshake(origin);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    const [message] = await once(socket, 'message');
    expect(String(message)).toContain('connection_ack');
    socket.terminate();
  }
});

function post(origin: string, accept = 'application/json', query = '{ me { name } }', variables = {}) {
  const headers = { authorization, origin, accept, 'content-type': 'application/json' };
  return fetch(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
}

test('operations and events of a listed page are answered with CORS, and those of another refused', async () => {
  const answer = await post(kitchen);
  expect(await answer.json()).toEqual({ data: { me: { name: 'ann' } } });
  expect(answer.headers.get('access-control-allow-origin')).toBe(kitchen);
  expect(answer.headers.get('vary')).toContain('Origin');

  const events = await post(kitchen, 'text/event-stream', ordersDocument, {
    workflow: pipeline.workflow.name,
  });
  expect(events.headers.get('content-type')).toContain('text/event-stream');
  expect(events.headers.get('access-control-allow-origin')).toBe(kitchen);
  await events.body?.cancel();

  const read = await fetch(`${gateway.url}?query=${encodeURIComponent('{ me { name } }')}`, {
    headers: { authorization, origin: kitchen, accept: 'application/json', 'sec-fetch-site': 'cross-site' },
  });
  expect(await read.json()).toEqual({ data: { me: { name: 'ann' } } });

  const refused = await post(evil);
  expect(refused.status).toBe(403);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(await refused.json()).toMatchObject({ code: 'FORBIDDEN_ORIGIN' });
});

test('a refusal is readable by a listed page, so that it can sign in again', async () => {
  const answer = await fetch(gateway.url, {
    method: 'POST',
    headers: { origin: kitchen, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ me { name } }' }),
  });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('access-control-allow-origin')).toBe(kitchen);
  expect(answer.headers.get('access-control-expose-headers')).toContain('www-authenticate');
});
