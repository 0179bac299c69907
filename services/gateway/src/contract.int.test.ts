import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getIntrospectionQuery } from 'graphql';
import { serverAudits } from 'graphql-http';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { typedNamesOf } from './graphql/typed/typed-names.ts';
import { post } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { as } from './testing/operations.ts';
import { startOrderApi } from './testing/order-api.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

const brokers = inject('brokers');
let pipeline: TestPipeline;
let gateway: TestGateway;

beforeAll(async () => {
  pipeline = await startTestPipeline(brokers, 'contract');
  gateway = await startGateway(pipeline, brokers, { ORDER_API_URL: await startOrderApi(pipeline) });
});
afterAll(async () => {
  await gateway?.stop();
  await pipeline?.stop();
});

// The address is known only once the gateway has started.
describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => gateway.url });
  test.each(audits.filter((a) => !a.name.startsWith('MAY')).map((a) => [a.id, a.name, a] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
    },
  );

  test('JSON is preferred to events where both are accepted, and a stream is sent as events', async () => {
    const send = (query: string) =>
      fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream, application/json;q=0.5' },
        body: JSON.stringify({ query, variables: { workflow: pipeline.workflow.name } }),
      });
    const query = await send('{ me { name } }');
    expect(query.headers.get('content-type')).toContain('application/json');
    expect(await query.json()).toEqual({ data: { me: { name: 'local' } } });
    const stream = await send(
      'subscription S($workflow: String!) { orders(workflow: $workflow) { cursor } }',
    );
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    await stream.body?.cancel();
  });
});

describe('an operation that may cost too much is refused', () => {
  const query =
    'query Dear($workflow: String!, $first: Int!) { orders(workflow: $workflow, first: $first) { edges { node { history { events { type at } } } } } }';
  const variables = (first: number) => ({ workflow: pipeline.workflow.name, first });
  const refusal = { message: expect.stringContaining('at most 50000'), extensions: { code: 'TOO_COMPLEX' } };

  test('by POST, with the status of a bad request where answers have one', async () => {
    expect((await post(gateway.url, query, variables(2))).errors).toBeUndefined();
    const { status, data, errors } = await post(gateway.url, query, variables(200), {
      accept: 'application/graphql-response+json',
    });
    expect([status, data]).toEqual([400, undefined]);
    expect(errors).toEqual([refusal]);
  });

  test('by WebSocket', async () => {
    const client = createClient({ url: gateway.ws, webSocketImpl: WebSocket });
    const results: unknown[] = [];
    for await (const result of client.iterate({ query, variables: variables(200) })) results.push(result);
    await client.dispose();
    expect(results).toMatchObject([{ errors: [refusal] }]);
  });
});

/** The messages until the operation has ended or the socket is closed: a client that has only the hash sends no text. */
async function onRawSocket(url: string, payload: object): Promise<unknown[]> {
  const messages: unknown[] = [];
  const socket = new WebSocket(url, 'graphql-transport-ws');
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
  socket.on('message', (data) => {
    const message: { type: string } = JSON.parse(String(data));
    messages.push(message);
    if (message.type === 'connection_ack')
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    if (message.type === 'complete') socket.close();
  });
  const [code] = await once(socket, 'close');
  return code === 1005 ? messages : [...messages, { closed: code }];
}

test('with PERSISTED_ONLY nothing but persisted operations is executed, over both transports', async () => {
  const query = '{ me { name } }';
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const file = join(pipeline.workflowsDir, 'operations.json');
  writeFileSync(file, JSON.stringify({ [sha256Hash]: query }));
  const strict = await startGateway(pipeline, brokers, {
    PERSISTED_OPERATIONS: file,
    PERSISTED_ONLY: 'true',
  });
  const byHash = { extensions: { persistedQuery: { version: 1, sha256Hash } } };
  const send = async (body: object) => {
    const response = await fetch(strict.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const data = { me: { name: 'local' } };
  expect(await send(byHash)).toEqual({ status: 200, body: { data } });
  expect(await send({ query })).toEqual({ status: 200, body: { data } });
  const required = { message: expect.any(String), extensions: { code: 'PERSISTED_OPERATION_REQUIRED' } };
  expect(await send({ query: '{ me { subject } }' })).toEqual({ status: 400, body: { errors: [required] } });

  const client = createClient({ url: strict.ws, webSocketImpl: WebSocket });
  const { value } = await client.iterate({ query: '', ...byHash }).next();
  expect(value).toEqual({ data });
  expect(await onRawSocket(strict.ws, byHash)).toEqual([
    { type: 'connection_ack', payload: { serverTime: expect.any(Number) } },
    { id: '1', type: 'next', payload: { data } },
    { id: '1', type: 'complete' },
  ]);
  const refused = client.iterate({ query: '{ me { subject } }' }).next();
  await expect(refused).rejects.toMatchObject([required]);
  await client.dispose();
  await strict.stop();
});

describe('the typed schema of a workflow', () => {
  const names = () => typedNamesOf(pipeline.workflow.name);
  const orderShape = z.object({
    id: z.string(),
    details: z.object({ flavour: z.string() }),
    status: z.string(),
  });

  test('is published, and is what the gateway executes', async () => {
    const sdl = await (await fetch(gateway.url.replace('/graphql', '/schema.graphql'))).text();
    const published = buildSchema(sdl);
    for (const name of [names().order, names().details, names().input]) {
      expect(published.getType(name)?.name).toBe(name);
    }
    const shape = z.object({ __schema: z.object({ types: z.array(z.object({ name: z.string() })) }) });
    const { data } = await post(gateway.url, getIntrospectionQuery());
    const executed = shape.parse(data).__schema.types.map((t) => t.name);
    expect(executed.toSorted()).toEqual(Object.keys(published.getTypeMap()).toSorted());
  });

  test('places and reads orders; a customer’s own only', async () => {
    const { placeField, input, orderField, ordersField } = names();
    const ann = as('ann', 'customer');
    const placing = `mutation P($input: ${input}!) { ${placeField}(input: $input) {
      order { id status details { flavour } } errors { code }
    } }`;
    const placed = await post(gateway.url, placing, { input: { details: { flavour: 'Lemon' } } }, ann);
    const { order } =
      z.object({ [placeField]: z.object({ order: orderShape }) }).parse(placed.data)[placeField] ?? {};
    expect(order).toMatchObject({ status: 'OPEN', details: { flavour: 'Lemon' } });
    const reading = `query R($id: ID!) {
      ${orderField}(id: $id) { id version details { flavour } history { complete } }
      ${ordersField}(first: 5) { totalCount edges { node { details { flavour } rushed } } }
    }`;
    await vi.waitFor(async () => {
      const { data, errors } = await post(gateway.url, reading, { id: order?.id }, ann);
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        [orderField]: {
          id: order?.id,
          version: 1,
          details: { flavour: 'Lemon' },
          history: { complete: true },
        },
        [ordersField]: { totalCount: 1, edges: [{ node: { details: { flavour: 'Lemon' }, rushed: false } }] },
      });
    }, 10_000);
    const eve = await post(gateway.url, reading, { id: order?.id }, as('eve', 'customer'));
    expect(eve.data).toEqual({ [orderField]: null, [ordersField]: { totalCount: 0, edges: [] } });
    const wrong = await post(gateway.url, placing, { input: { details: {} } }, ann);
    expect(wrong.errors?.[0]?.message).toContain('flavour');
  });
});
