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
  gateway = await startGateway(line, brokers, { MAX_QUEUE_BYTES: '8000000' });
});
afterAll(async () => {
  await gateway?.stop();
  await line?.stop();
});

const bigDocument = ordersDocument.replace('status }', 'status details }');
/** In all more than the kernel takes for a socket that is not read, and what may wait beyond that. */
const orders = 300;
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

test('clients that stop reading are closed, and the others get everything', {
  timeout: 180_000,
}, async () => {
  const patient = { timeout: 80_000, interval: 50 };
  const open = () => gateway.metric('cupcakery_subscriptions');
  const healthy = [
    watchWs(gateway.ws, { workflow: line.workflow.name }),
    watchSse(gateway.url, { workflow: line.workflow.name }),
  ];
  for (const watch of healthy) await vi.waitFor(() => expect(watch.payloads).toHaveLength(1), patient);
  const stalled = [await stallWs(), await stallSse()];
  await vi.waitFor(async () => expect(await open()).toBe(4), patient);

  await placeBig();
  for (const watch of healthy) {
    await vi.waitFor(() => expect(watch.payloads.flatMap((p) => p.orders)).toHaveLength(orders), patient);
  }
  await vi.waitFor(async () => {
    expect(await gateway.metric('cupcakery_subscriptions_closed_total', { reason: 'slow' })).toBe(2);
  }, patient);
  // Nothing of them is left in the gateway, although they never read to the end.
  expect(await open()).toBe(2);
  for (const socket of stalled) {
    const gone = new Promise((done) => socket.once('close', done));
    socket.on('error', () => {});
    socket.resume();
    await gone;
  }
  for (const watch of healthy) watch.stop();
});
