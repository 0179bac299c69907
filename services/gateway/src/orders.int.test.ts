import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import { post, watchSse, watchWs } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { as, operationsOf } from './testing/operations.ts';
import { startOrderApi } from './testing/order-api.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

const brokers = inject('brokers');
let pipeline: TestPipeline;
let gateway: TestGateway;

beforeAll(async () => {
  pipeline = await startTestPipeline(brokers, 'orders');
  gateway = await startGateway(pipeline, brokers, { ORDER_API_URL: await startOrderApi(pipeline) });
});
afterAll(async () => {
  await gateway?.stop();
  await pipeline?.stop();
});

const mutate: ReturnType<typeof operationsOf>['mutate'] = (...args) =>
  operationsOf(gateway, pipeline.workflow.name).mutate(...args);

describe('mutations', () => {
  test('place, complete and finish an order; each answer is the order after the change', async () => {
    const placed = await mutate('placeOrder', { details: { flavour: 'Lemon' } });
    expect(placed).toMatchObject({
      errors: [],
      order: { version: 1, status: 'OPEN', stage: 'mix', stageStatus: 'WAITING', atRisk: false },
    });
    const orderId = placed.order?.id;
    const mixed = await mutate('completeTicket', { orderId, stage: 'mix', visit: 1 }, as('ann', 'mix-cook'));
    expect(mixed).toMatchObject({
      errors: [],
      order: { version: 2, stage: 'ship', stages: [{ name: 'mix', by: 'ann' }, { name: 'ship' }] },
    });
    const shipped = await mutate('completeTicket', { orderId, stage: 'ship' });
    expect(shipped).toMatchObject({ errors: [], order: { status: 'FINISHED' } });
  });

  test('the same idempotency key makes one order; another body under it is KEY_REUSED', async () => {
    const input = { details: { flavour: 'Lemon' }, idempotencyKey: 'my-key' };
    const [a, b] = await Promise.all([mutate('placeOrder', input), mutate('placeOrder', input)]);
    expect(a.order?.id).toBe(b.order?.id);
    const other = await mutate('placeOrder', { ...input, details: { flavour: 'Mint' } });
    expect(other).toMatchObject({ order: null, errors: [{ code: 'KEY_REUSED' }] });
  });

  test('an order that is not decided yet has its id, and the same key brings the decision', async () => {
    const input = { details: { flavour: 'Lemon' }, idempotencyKey: 'undecided' };
    pipeline.signalProcessor('SIGSTOP');
    const pending = await mutate('placeOrder', input);
    pipeline.signalProcessor('SIGCONT');
    expect(pending).toMatchObject({
      orderId: expect.any(String),
      order: null,
      errors: [{ code: 'PENDING' }],
    });
    const decided = await vi.waitFor(async () => {
      const answer = await mutate('placeOrder', input);
      expect(answer.order).not.toBeNull();
      return answer;
    }, 30_000);
    expect(decided).toMatchObject({ orderId: pending.orderId, order: { id: pending.orderId, version: 1 } });
  });

  test('details that do not fit name the field', async () => {
    const { order, errors } = await mutate('placeOrder', { details: { flavour: 7 } });
    expect(order).toBeNull();
    expect(errors).toMatchObject([{ code: 'INVALID', field: '/flavour' }]);
  });

  test.each([
    ['NOT_FOUND', 'cancelOrder', { orderId: 'no-such' }, {}],
    ['NOT_FOUND', 'cancelOrder', { orderId: '..' }, {}],
    ['NOT_FOUND', 'placeOrder', { workflow: 'none', details: {} }, {}],
    ['FORBIDDEN', 'completeTicket', { orderId: 'no-such', stage: 'mix' }, as('eve', 'customer')],
    ['INVALID', 'placeOrder', { details: { flavour: 'x' }, idempotencyKey: 'two words' }, {}],
  ])('%s', async (code, name, input, headers) => {
    expect(await mutate(name, input, headers)).toMatchObject({ order: null, errors: [{ code }] });
  });

  test('TOO_LATE and NOT_AT_STAGE come from the decider', async () => {
    const placed = await mutate('placeOrder', { details: { flavour: 'Lemon' } });
    const orderId = placed.order?.id;
    expect((await mutate('completeTicket', { orderId, stage: 'ship' })).errors).toMatchObject([
      { code: 'NOT_AT_STAGE' },
    ]);
    await mutate('completeTicket', { orderId, stage: 'mix' });
    expect((await mutate('cancelOrder', { orderId, reason: 'changed my mind' })).errors).toMatchObject([
      { code: 'TOO_LATE' },
    ]);
  });

  test('without order-api the answer is UNAVAILABLE, and reading goes on', async () => {
    const alone = await startGateway(pipeline, brokers, { ORDER_API_URL: 'http://127.0.0.1:1' });
    const { data } = await post(
      alone.url,
      'mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } errors { code } } }',
      { input: { workflow: pipeline.workflow.name, details: { flavour: 'x' } } },
    );
    expect(data).toEqual({ placeOrder: { order: null, errors: [{ code: 'UNAVAILABLE' }] } });
    expect((await post(alone.url, '{ me { name } }')).data).toEqual({ me: { name: 'local' } });
    await alone.stop();
  });
});

describe('visibility', () => {
  test('a customer sees only their own orders, by every query and subscription', async () => {
    const [mine, theirs] = [await pipeline.place('ann'), await pipeline.place('bob')];
    await Promise.all([pipeline.reached(mine, 1), pipeline.reached(theirs, 1)]);
    const ann = as('ann', 'customer');
    const variables = { workflow: pipeline.workflow.name, mine, theirs };
    const query = `query Look($workflow: String!, $mine: ID!, $theirs: ID!) {
      mine: order(workflow: $workflow, id: $mine) { id customerId }
      theirs: order(workflow: $workflow, id: $theirs) { id }
      orders(workflow: $workflow) { totalCount edges { node { id } } }
      tickets(workflow: $workflow, stage: "mix") { order { id } status visit readyAt recalled }
    }`;
    await vi.waitFor(async () => {
      const { data, errors } = await post(gateway.url, query, variables, ann);
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({
        mine: { id: mine, customerId: 'ann' },
        theirs: null,
        orders: { totalCount: 1, edges: [{ node: { id: mine } }] },
        tickets: [{ order: { id: mine }, status: 'WAITING', visit: 1, recalled: false }],
      });
    }, 10_000);
    const cook = await post(gateway.url, query, variables, as('cy', 'ship-cook'));
    expect(cook.data).toMatchObject({ theirs: { id: theirs } });

    const watches = [
      watchSse(gateway.url, { workflow: pipeline.workflow.name }, ann),
      watchWs(gateway.ws, { workflow: pipeline.workflow.name }, ann),
    ];
    for (const watch of watches) {
      await vi.waitFor(
        () => expect(watch.payloads.map((p) => p.orders.map((o) => o.id))).toEqual([[mine]]),
        10_000,
      );
    }
    await pipeline.complete(theirs, 'mix');
    await pipeline.reached(theirs, 2);
    await pipeline.complete(mine, 'mix');
    for (const watch of watches) {
      await vi.waitFor(
        () => expect(watch.payloads.at(-1)?.orders).toMatchObject([{ id: mine, version: 2 }]),
        10_000,
      );
      expect(JSON.stringify(watch.payloads)).not.toContain(theirs);
      watch.stop();
    }
  });

  test('a socket whose caller is refused is closed as forbidden', async () => {
    const watch = watchWs(
      gateway.ws,
      { workflow: pipeline.workflow.name },
      { 'x-cupcakery-user': 'no such name!' },
    );
    expect(await watch.ended).toMatchObject({ code: 4403 });
  });
});

describe('tickets', () => {
  test('a board gets the tickets of its stage, and is notified when one leaves', async () => {
    const orderId = await pipeline.place();
    await pipeline.reached(orderId, 1);
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        query: `subscription Board($workflow: String!) { tickets(workflow: $workflow, stage: "mix") {
          kind removed tickets { order { id } stage status }
        } }`,
        variables: { workflow: pipeline.workflow.name },
      }),
    });
    let text = '';
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const until = async (part: string) => {
      while (!text.includes(part)) text += (await reader?.read())?.value ?? '';
    };
    await until(`{"order":{"id":"${orderId}"},"stage":"mix","status":"WAITING"}`);
    expect(text).toContain('"kind":"SNAPSHOT"');
    await pipeline.complete(orderId, 'mix');
    await until(`"removed":["${orderId}"]`);
    await reader?.cancel();
  });

  test('a stage that the workflow does not have is an error, not an empty board', async () => {
    const query = 'query Board($workflow: String!) { tickets(workflow: $workflow, stage: "fry") { visit } }';
    const { errors } = await post(gateway.url, query, { workflow: pipeline.workflow.name });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});

test('pages run from the last changed order to the first, without a gap or a repetition', async () => {
  const ids = await Promise.all(Array.from({ length: 7 }, () => pipeline.place('pat')));
  await Promise.all(ids.map((id) => pipeline.reached(id, 1)));
  const query = `query Page($workflow: String!, $after: String) {
    orders(workflow: $workflow, first: 3, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { id updatedAt } }
    }
  }`;
  const shape = z.object({
    orders: z.object({
      totalCount: z.number(),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
      edges: z.array(z.object({ node: z.object({ id: z.string(), updatedAt: z.string() }) })),
    }),
  });
  const found: { id: string; updatedAt: string }[] = [];
  let after: string | undefined;
  for (let more = true; more; ) {
    const { data } = await post(
      gateway.url,
      query,
      { workflow: pipeline.workflow.name, after },
      as('pat', 'customer'),
    );
    const { orders } = shape.parse(data);
    expect(orders.totalCount).toBe(7);
    found.push(...orders.edges.map((e) => e.node));
    after = orders.pageInfo.endCursor;
    more = orders.pageInfo.hasNextPage;
  }
  expect(found.map((o) => o.id).sort()).toEqual([...ids].sort());
  expect(found.map((o) => o.updatedAt)).toEqual(
    found
      .map((o) => o.updatedAt)
      .sort()
      .reverse(),
  );
});
