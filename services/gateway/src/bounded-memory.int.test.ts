import { once } from 'node:events';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ordersDocument, watchSse, watchWs } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { as } from './testing/operations.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

let pipeline: TestPipeline;
let gateway: TestGateway;
let workflow: string;

beforeAll(async () => {
  pipeline = await startTestPipeline(inject('brokers'), 'memory');
  workflow = pipeline.workflow.name;
  gateway = await startGateway(pipeline, inject('brokers'), {
    MAX_KEPT_BYTES_PER_USER: String(4 << 20),
    MESSAGES_PER_SECOND: '1000',
  });
});
afterAll(async () => {
  await gateway?.stop();
  await pipeline?.stop();
});

/** Subscribes to as many lists of long ids as one socket may; returns the codes of the refusals. */
async function subscribeToLongLists(user: string, subscriptions: number) {
  const socket = new WebSocket(gateway.ws, 'graphql-transport-ws', { headers: as(user, 'customer') });
  const answers: string[] = [];
  socket.on('message', (data) => {
    // Each subscription that is refused is completed as well.
    if (!String(data).includes('"complete"')) answers.push(String(data));
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  for (let n = 0; n < subscriptions; n += 1) {
    const ids = Array.from({ length: 1000 }, (_, i) => `${user}-${n}-${i}-`.padEnd(200, 'x'));
    const payload = { query: ordersDocument, variables: { workflow, filter: { ids } } };
    socket.send(JSON.stringify({ type: 'subscribe', id: `${n}`, payload }));
  }
  await vi.waitFor(() => expect(answers).toHaveLength(subscriptions + 1), 20_000);
  return { socket, refusals: answers.filter((text) => text.includes('SUBSCRIPTIONS_TOO_LARGE')) };
}

test('what the subscriptions of a user keep is bounded in bytes, and ends with them; others are served', async () => {
  const { socket, refusals } = await subscribeToLongLists('mallory', 40);
  expect(refusals.length).toBeGreaterThan(25);
  expect(await gateway.metric('cupcakery_client_refusals_total', { limit: 'kept_bytes' })).toBe(
    refusals.length,
  );

  const honest = watchWs(gateway.ws, { workflow }, as('ann', 'customer'));
  await vi.waitFor(() => expect(honest.payloads).toHaveLength(1), 20_000);
  const refused = watchSse(
    gateway.url,
    { workflow, filter: { ids: Array.from({ length: 1000 }, (_, i) => `${i}`.padEnd(200, 'y')) } },
    as('mallory', 'customer'),
  );
  await refused.ended;
  expect(refused.errors).toMatchObject([{ extensions: { code: 'SUBSCRIPTIONS_TOO_LARGE' } }]);

  socket.terminate();
  await vi.waitFor(async () => expect(await gateway.metric('cupcakery_subscriptions')).toBe(1), 20_000);
  const again = await subscribeToLongLists('mallory', 5);
  expect(again.refusals).toEqual([]);
  again.socket.terminate();
  honest.stop();
});

test('an id that no order can have is refused', async () => {
  const watch = watchWs(gateway.ws, { workflow, filter: { ids: ['x'.repeat(201)] } }, as('ann', 'customer'));
  await vi.waitFor(
    () => expect(watch.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]),
    20_000,
  );
  watch.stop();
});
