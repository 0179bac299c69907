import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Variables, type Watch, watchSse, watchWs } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { type IdentityProvider, startIdentityProvider } from './testing/identity-provider.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

const brokers = inject('brokers');
let pipeline: TestPipeline;
let provider: IdentityProvider;
let gateway: TestGateway;
let variables: Variables;

beforeAll(async () => {
  provider = await startIdentityProvider();
  pipeline = await startTestPipeline(brokers, 'limits');
  variables = { workflow: pipeline.workflow.name };
  gateway = await startGateway(pipeline, brokers, {
    ...provider.env,
    OIDC_ROLES_CLAIM: 'realm_access.roles',
    MAX_STREAMS_PER_USER: '2',
    MAX_STREAMS_PER_ADDRESS: '4',
    MAX_SUBSCRIPTIONS_PER_USER: '1',
    TRUSTED_PROXIES: '1',
  });
});
afterAll(async () => {
  await gateway?.stop();
  await pipeline?.stop();
  provider?.stop();
});

const bearer = (subject: string, seconds = 600) => ({
  authorization: `Bearer ${provider.token(subject, seconds)}`,
});
const opened = (watch: Watch) => vi.waitFor(() => expect(watch.payloads).toHaveLength(1), 20_000);
const none = () =>
  vi.waitFor(async () => expect(await gateway.metric('cupcakery_subscriptions')).toBe(0), 20_000);

test('when the token expires a stream ends with 4403, or without complete, and can be resumed with a new token', async () => {
  const before = await gateway.metric('cupcakery_subscriptions_closed_total', { reason: 'token_expired' });
  // Valid for a moment only; the server runs on the same clock.
  const ws = watchWs(gateway.ws, variables, bearer('ann', 3));
  const sse = watchSse(gateway.url, variables, bearer('bob', 3));
  await Promise.all([ws, sse].map(opened));
  expect(await ws.ended).toMatchObject({ code: 4403, reason: expect.stringContaining('expired') });
  expect(await sse.ended).toEqual({ reason: 'cut' });
  const ended = () => gateway.metric('cupcakery_subscriptions_closed_total', { reason: 'token_expired' });
  await vi.waitFor(async () => expect(await ended()).toBe(before + 2), 20_000);

  const after = sse.payloads.at(-1)?.cursor;
  const again = watchSse(gateway.url, { ...variables, after }, bearer('bob'));
  await opened(again);
  expect(again.payloads[0]?.kind).toBe('CHANGE');
  again.stop();
  await none();
});

test('a subscription above a user’s limit is TOO_MANY_SUBSCRIPTIONS, over both transports', async () => {
  const first = watchWs(gateway.ws, variables, bearer('ann'));
  await opened(first);
  const others = [
    () => watchWs(gateway.ws, variables, bearer('ann')),
    () => watchSse(gateway.url, variables, bearer('ann')),
  ];
  for (const watch of others) {
    // A user may have two connections here: one that is just closing counts as well.
    await vi.waitFor(async () => {
      const other = watch();
      await other.ended;
      expect(other.errors).toMatchObject([{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }]);
    }, 20_000);
  }
  const somebodyElse = watchWs(gateway.ws, variables, bearer('bob'));
  await opened(somebodyElse);
  first.stop();
  somebodyElse.stop();
  await none();
});

/** Connects and authenticates, without subscribing; resolves with the socket's end, or once it is acknowledged. */
async function hold(headers: Record<string, string>): Promise<{ end?: string | number; release(): void }> {
  const socket = new WebSocket(gateway.ws, 'graphql-transport-ws', { headers });
  const { promise, resolve } = Promise.withResolvers<string | number | undefined>();
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('message', () => resolve(undefined));
  socket.on('close', resolve);
  socket.on('error', (error) => resolve(error.message));
  const end = await promise;
  return { ...(end === undefined ? {} : { end }), release: () => socket.terminate() };
}

test('a connection above a user’s limit is closed with 4420, or answered with 429', async () => {
  const refusals = () => gateway.metric('cupcakery_client_refusals_total', { limit: 'connections_of_user' });
  const before = await refusals();
  const held = [await hold(bearer('cat')), await hold(bearer('cat'))];
  expect(held.map(({ end }) => end)).toEqual([undefined, undefined]);
  expect((await hold(bearer('cat'))).end).toBe(4420);
  const headers = { ...bearer('cat'), accept: 'text/event-stream', 'content-type': 'application/json' };
  const sse = await fetch(gateway.url, { method: 'POST', headers, body: '{"query":"{ me { name } }"}' });
  expect(sse.status).toBe(429);
  expect(await sse.json()).toMatchObject({ code: 'TOO_MANY_CONNECTIONS' });
  expect(await refusals()).toBe(before + 2);
  for (const { release } of held) release();
  await vi.waitFor(async () => {
    const again = await hold(bearer('cat'));
    again.release();
    expect(again.end).toBeUndefined();
  }, 20_000);
});

test('a connection above an address’s limit is refused before the upgrade', async () => {
  const from = (address: string, user: string) =>
    hold({ ...bearer(user), 'x-forwarded-for': `10.0.0.1, ${address}` });
  const held = await Promise.all(['a', 'b', 'c', 'd'].map((user) => from('203.0.113.9', user)));
  expect(held.map(({ end }) => end)).toEqual([undefined, undefined, undefined, undefined]);
  expect((await from('203.0.113.9', 'e')).end).toContain('429');
  const elsewhere = await from('203.0.113.10', 'e');
  expect(elsewhere.end).toBeUndefined();
  for (const { release } of [...held, elsewhere]) release();
});
