import { connect, type Socket } from 'node:net';
import { newOrderId } from '@cupcakery/workflow/contracts/identity';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ordersDocument, watchSse, watchWs } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

const brokers = inject('brokers');
let pipeline: TestPipeline;
let gateway: TestGateway;

beforeAll(async () => {
  pipeline = await startTestPipeline(brokers, 'stalled');
  gateway = await startGateway(pipeline, brokers, { MAX_QUEUE_BYTES: '8000000' });
});
afterAll(async () => {
  await gateway?.stop();
  await pipeline?.stop();
});

const bigDocument = ordersDocument.replace('status }', 'status details }');
/** In all more than the kernel buffers for a socket that is not read, and what may wait beyond that. */
const orders = 300;
const bytesEach = 50_000;

async function placeBig(): Promise<void> {
  const commands = Array.from({ length: orders }, () => ({
    type: 'place' as const,
    orderId: newOrderId(pipeline.workflow, {}),
    by: { kind: 'customer' as const, name: 'nobody' },
    details: { flavour: 'x'.repeat(bytesEach) },
  }));
  for (let i = 0; i < orders; i += 20) await pipeline.send(...commands.slice(i, i + 20));
}

type Stalled = { socket: Socket; gone: Promise<unknown> };

/** Listens from the start: the socket may close before the test awaits it. */
function watched(socket: Socket): Stalled {
  const gone = new Promise<void>((done) => socket.once('close', () => done()));
  socket.on('error', () => {});
  return { socket, gone };
}

async function stallWs(): Promise<Stalled> {
  const url = new URL(gateway.ws);
  const stalled = watched(connect(Number(url.port), url.hostname));
  const client = new WebSocket(url, 'graphql-transport-ws', { createConnection: () => stalled.socket });
  await new Promise((done) => client.once('open', done));
  client.send(JSON.stringify({ type: 'connection_init' }));
  await new Promise((done) => client.once('message', done));
  const payload = { query: bigDocument, variables: { workflow: pipeline.workflow.name } };
  client.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
  await new Promise((done) => client.once('message', done));
  client.pause();
  return stalled;
}

async function stallSse(): Promise<Stalled> {
  const url = new URL(gateway.url);
  const stalled = watched(connect(Number(url.port), url.hostname));
  const { socket } = stalled;
  const body = JSON.stringify({ query: bigDocument, variables: { workflow: pipeline.workflow.name } });
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  // A client that reads again in time gets the answer's last chunk, on a connection that stays.
  const answered = new Promise<void>((done) => {
    socket.on('data', (data) => {
      if (data.subarray(-5).toString() === '0\r\n\r\n') done();
    });
  });
  await new Promise((done) => socket.once('data', done));
  socket.pause();
  return { socket, gone: Promise.race([stalled.gone, answered]) };
}

test('clients that stop reading are closed, and the others get everything', {
  timeout: 180_000,
}, async () => {
  const patient = { timeout: 80_000, interval: 50 };
  const open = () => gateway.metric('cupcakery_subscriptions');
  const healthy = [
    watchWs(gateway.ws, { workflow: pipeline.workflow.name }),
    watchSse(gateway.url, { workflow: pipeline.workflow.name }),
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
  await vi.waitFor(async () => expect(await gateway.metric('cupcakery_frame_bytes')).toBe(0), patient);
  for (const { socket, gone } of stalled) {
    socket.resume();
    await gone;
  }
  for (const watch of healthy) watch.stop();
});
