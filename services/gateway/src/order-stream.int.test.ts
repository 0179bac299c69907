import { newOrderId } from '@cupcakery/workflow/contracts/identity';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

let pipeline: TestPipeline;
let gateway: TestGateway;

beforeAll(async () => {
  pipeline = await startTestPipeline(inject('brokers'), 'one');
  gateway = await startGateway(pipeline, inject('brokers'));
});
afterAll(async () => {
  await gateway?.stop();
  await pipeline?.stop();
});

/** The data of every payload so far. */
function subscribe(query: string, variables: Record<string, unknown>) {
  const data: unknown[] = [];
  const client = createClient({ url: gateway.ws, webSocketImpl: WebSocket, retryAttempts: 0 });
  client.subscribe(
    { query, variables: { workflow: pipeline.workflow.name, ...variables } },
    { next: (result) => void data.push(result.data), error: () => {}, complete: () => {} },
  );
  return { data, stop: () => client.terminate() };
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

test('one order can be watched before it exists; each change has a payload, and a resume begins with its present state', async () => {
  const query = `subscription ($workflow: String!, $id: ID!, $after: Cursor) {
    order(workflow: $workflow, id: $id, after: $after) { kind cursor order { version } }
  }`;
  const by = { kind: 'customer' as const, name: 'ann' };
  const orderId = newOrderId(pipeline.workflow, {});
  const first = subscribe(query, { id: orderId });
  await eventually(() => expect(first.data).toMatchObject([{ order: { kind: 'SNAPSHOT', order: null } }]));
  await pipeline.send(
    { type: 'place', orderId, by, details: { flavour: 'Vanilla' } },
    { type: 'complete', orderId, stage: 'mix', by },
    { type: 'complete', orderId, stage: 'ship', by },
  );
  await eventually(() => expect(first.data).toHaveLength(5));
  expect(first.data.slice(1)).toMatchObject(
    [1, 2, 3, 4].map((version) => ({ order: { kind: 'CHANGE', order: { version } } })),
  );
  first.stop();

  const cursor = (first.data.at(-1) as { order: { cursor: string } }).order.cursor;
  const resumed = subscribe(query, { id: orderId, after: cursor });
  await eventually(() =>
    expect(resumed.data).toMatchObject([{ order: { kind: 'CHANGE', order: { version: 4 } } }]),
  );
  resumed.stop();
});

test('a ticket that leaves its stage is named in removed, and gone shows where the order is now', async () => {
  const query = `subscription ($workflow: String!) {
    tickets(workflow: $workflow, stage: "mix") { removed tickets { order { id } } gone { id stage } }
  }`;
  const board = subscribe(query, {});
  await eventually(() => expect(board.data).toHaveLength(1));
  const id = await pipeline.place();
  await eventually(() =>
    expect(board.data.at(-1)).toMatchObject({ tickets: { tickets: [{ order: { id } }] } }),
  );
  await pipeline.complete(id, 'mix');
  await eventually(() =>
    expect(board.data.at(-1)).toMatchObject({ tickets: { removed: [id], gone: [{ id, stage: 'ship' }] } }),
  );
  board.stop();
});
