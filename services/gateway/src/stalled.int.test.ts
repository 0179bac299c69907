import { connect, type Socket } from 'node:net';
import { newOrderId } from '@cupcakery/workflow/identity';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ordersDocument, watchSse, watchWs } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { type Line, startLine } from './testing/line.ts';

const brokers = inject('brokers');
let line: Line;
let gateway: TestGateway;

beforeAll(async () => {
  line = await startLine(brokers, 'stalled');
  gateway = await startGateway(line, brokers, { MAX_QUEUE_BYTES: '2000000' });
});
afterAll(async () => {
  await gateway?.stop();
  await line?.stop();
});

const bigDocument = ordersDocument.replace('status }', 'status details }');
/** More than the kernel takes for a socket that is not read, twice what may wait beyond that. */
const orders = 400;
const bytesEach = 50_000;

async function placeBig(): Promise<void> {
  const commands = Array.from({ length: orders }, () => ({
    type: 'place' as const,
    orderId: newOrderId(line.workflow, {}),
    by: { kind: 'customer' as const, name: 'nobody' },
    details: { flavour: 'x'.repeat(bytesEach) },
  }));
  for (let i = 0; i < orders; i += 20) await line.send(...commands.slice(i, i + 20));
}

async function stallWs(): Promise<Socket> {
  const url = new URL(gateway.ws);
  const socket = connect(Number(url.port), url.hostname);
  const client = new WebSocket(url, 'graphql-transport-ws', { createConnection: () => socket });
  await new Promise((done) => client.once('open', done));
  client.send(JSON.stringify({ type: 'connection_init' }));
  await new Promise((done) => client.once('message', done));
  const payload = { query: bigDocument, variables: { workflow: line.workflow.name } };
  client.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
  await new Promise((done) => client.once('message', done));
  socket.pause();
  return socket;
}

async function stallSse(): Promise<Socket> {
  const url = new URL(gateway.url);
  const socket = connect(Number(url.port), url.hostname);
  const body = JSON.stringify({ query: bigDocument, variables: { workflow: line.workflow.name } });
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  await new Promise((done) => socket.once('data', done));
  socket.pause();
  return socket;
}

test.each([
  ['WebSocket', stallWs],
  ['server-sent events', stallSse],
])('over %s a client that stops reading is closed, and the others get everything', async (_name, stall) => {
  const slowBefore = await gateway.metric('cupcakery_subscriptions_closed_total', { reason: 'slow' });
  const healthy = [
    watchWs(gateway.ws, { workflow: line.workflow.name }),
    watchSse(gateway.url, { workflow: line.workflow.name }),
  ];
  for (const watch of healthy)
    await vi.waitFor(() => expect(watch.payloads).toHaveLength(1), { timeout: 20_000 });
  const socket = await stall();
  await vi.waitFor(async () => expect(await gateway.metric('cupcakery_subscriptions')).toBe(3), {
    timeout: 20_000,
  });

  const start = line.history.length;
  await placeBig();
  await vi.waitFor(() => expect(line.history.length - start).toBe(orders), { timeout: 40_000 });
  for (const watch of healthy) {
    await vi.waitFor(
      () =>
        expect(watch.payloads.filter((p) => p.kind === 'CHANGE').flatMap((p) => p.orders)).toHaveLength(
          orders,
        ),
      { timeout: 40_000 },
    );
  }
  await vi.waitFor(
    async () => {
      const slow = await gateway.metric('cupcakery_subscriptions_closed_total', { reason: 'slow' });
      expect(slow - slowBefore).toBe(1);
    },
    { timeout: 40_000 },
  );
  // Not read to the end, and still closed from the other side: nothing of it is left in the gateway.
  const gone = new Promise((done) => socket.once('close', done));
  await vi.waitFor(async () => expect(await gateway.metric('cupcakery_subscriptions')).toBe(2), {
    timeout: 20_000,
  });
  socket.on('error', () => {});
  socket.resume();
  await gone;
  for (const watch of healthy) watch.stop();
});
