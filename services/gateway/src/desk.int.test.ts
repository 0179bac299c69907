import { createKafkaClient } from '@cupcakery/kit/kafka/client';
import { createProducer } from '@cupcakery/kit/kafka/producer';
import { createLogger } from '@cupcakery/kit/log';
import { incidentIdOf } from '@cupcakery/workflow/incident-id';
import type { Order } from '@cupcakery/workflow/order';
import { topicNames } from '@cupcakery/workflow/topics';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createOrderHistories, type HistoryLimits, historyLimits } from './history/order-histories.ts';
import { post } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { type Line, startLine } from './testing/line.ts';
import { as, operationsOf } from './testing/operations.ts';
import { startOrderApi } from './testing/order-api.ts';

const brokers = inject('brokers');
let line: Line;
let gateway: TestGateway;
let mutate: ReturnType<typeof operationsOf>['mutate'];
let ask: ReturnType<typeof operationsOf>['ask'];

beforeAll(async () => {
  line = await startLine(brokers, 'desk');
  gateway = await startGateway(line, brokers, { ORDER_API_URL: await startOrderApi(line) });
  ({ mutate, ask } = operationsOf(gateway, line.workflow.name));
});
afterAll(async () => {
  await gateway?.stop();
  await line?.stop();
});

const ann = as('ann', 'customer');
const mia = as('mia', 'mix-cook');
const max = as('max', 'mix-cook');
const sue = as('sue', 'sre');

async function place(headers = ann): Promise<string> {
  const { order } = await mutate('placeOrder', { details: { flavour: 'Lemon' } }, headers);
  return z.string().parse(order?.id);
}
/** Waits until the gateway has read as far as that version. */
async function shown(id: string, version: number): Promise<void> {
  const query = 'query Q($workflow: String!, $id: ID!) { order(workflow: $workflow, id: $id) { version } }';
  await vi.waitFor(
    async () => expect((await ask(query, { id })).data).toEqual({ order: { version } }),
    10_000,
  );
}

describe('tickets', () => {
  test('the first to claim has it; the second learns who; who gives it back lets the other', async () => {
    const orderId = await place();
    const input = { orderId, stage: 'mix' };
    const both = await Promise.all([mutate('claimTicket', input, mia), mutate('claimTicket', input, max)]);
    const won = both.find((r) => r.errors.length === 0);
    const lost = both.find((r) => r !== won);
    expect(won?.order).toMatchObject({ stageStatus: 'CLAIMED' });
    const [holder, other] = won?.order?.claimedBy === 'mia' ? [mia, max] : [max, mia];
    expect(lost).toMatchObject({
      order: null,
      errors: [{ code: 'CLAIMED', message: `claimed by ${won?.order?.claimedBy}` }],
    });
    expect((await mutate('completeTicket', input, other)).errors).toMatchObject([{ code: 'CLAIMED' }]);
    expect(await mutate('releaseTicket', input, holder)).toMatchObject({
      errors: [],
      order: { stageStatus: 'WAITING', claimedBy: null },
    });
    expect((await mutate('releaseTicket', input, holder)).errors).toMatchObject([{ code: 'NOT_CLAIMED' }]);
    expect(await mutate('claimTicket', input, other)).toMatchObject({ errors: [] });
  });

  test('a stage just done is recalled while the next has not begun, and not later', async () => {
    const orderId = await place();
    const mix = { orderId, stage: 'mix' };
    await mutate('completeTicket', mix, mia);
    expect(await mutate('recallTicket', mix, mia)).toMatchObject({
      errors: [],
      order: { stage: 'mix', stageStatus: 'WAITING', stages: [{ name: 'mix', recalled: true }, {}] },
    });
    await mutate('completeTicket', mix, mia);
    await mutate('claimTicket', { orderId, stage: 'ship' });
    expect((await mutate('recallTicket', mix, mia)).errors).toMatchObject([{ code: 'TOO_LATE' }]);
  });

  test('what left a stage last is what a cook may recall', async () => {
    const [one, two] = [await place(), await place()];
    await mutate('completeTicket', { orderId: one, stage: 'mix' });
    await mutate('completeTicket', { orderId: two, stage: 'mix' });
    await shown(two, 2);
    const query = `query Q($workflow: String!, $first: Int) {
      recentlyDone(workflow: $workflow, stage: "mix", first: $first) { id }
    }`;
    expect((await ask(query, { first: 2 }, mia)).data).toEqual({ recentlyDone: [{ id: two }, { id: one }] });
    expect((await ask(query, { first: 51 }, mia)).codes).toEqual(['BAD_REQUEST']);
  });

  test('an order is moved to the front and put aside, one without the other', async () => {
    const orderId = await place();
    expect(await mutate('markOrder', { orderId, rushed: true }, mia)).toMatchObject({
      errors: [],
      order: { rushed: true, held: false },
    });
    expect(await mutate('markOrder', { orderId, rushed: null, held: true }, mia)).toMatchObject({
      order: { rushed: true, held: true },
    });
    expect((await mutate('markOrder', { orderId, rushed: false }, ann)).errors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
  });
});

describe('incidents', () => {
  const query = `query Q($workflow: String!) { incidents(workflow: $workflow) {
    id kind reason by at order { id } record { topic partition offset }
  } }`;
  const shape = z.object({ incidents: z.array(z.looseObject({ id: z.string(), kind: z.string() })) });
  const listed = async (headers = {}) => shape.parse((await ask(query, {}, headers)).data).incidents;

  test.each([
    ['RETRY', {}, { status: 'OPEN', stage: 'ship' }],
    ['REWORK', { stage: 'mix' }, { status: 'OPEN', stage: 'mix' }],
    ['SCRAP', {}, { status: 'SCRAPPED' }],
  ])('an order that stopped is listed until somebody decides: %s', async (action, more, after) => {
    const orderId = await place();
    await mutate('completeTicket', { orderId, stage: 'mix' }, mia);
    const failed = await mutate(
      'failTicket',
      { orderId, stage: 'ship', reason: 'box torn' },
      as('sid', 'ship-cook'),
    );
    expect(failed).toMatchObject({
      errors: [],
      order: { status: 'INCIDENT', incident: { reason: 'box torn' } },
    });
    await shown(orderId, 3);
    expect((await listed(mia)).find((i) => i.id === orderId)).toMatchObject({
      kind: 'ORDER',
      reason: 'box torn',
      by: 'sid',
      order: { id: orderId },
      record: null,
    });
    await vi.waitFor(async () => expect(await gateway.metric('cupcakery_incidents')).toBe(1), 5000);
    const decide = { orderId, action, ...more };
    expect((await mutate('resolveIncident', decide, mia)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await mutate('resolveIncident', decide, sue)).toMatchObject({ errors: [], order: after });
    await shown(orderId, 4);
    expect(await listed(sue)).toEqual([]);
    expect((await mutate('resolveIncident', decide, sue)).errors).toMatchObject([
      { code: action === 'SCRAP' ? 'CLOSED' : 'NOT_AN_INCIDENT' },
    ]);
  });

  test('a record that cannot be read is shown to who may discard it, and gone for every gateway', async () => {
    const { incidents } = topicNames(line.workflow.name);
    const key = 'rubbish/3/42';
    const record = { topic: 'rubbish', partition: 3, offset: '42', key: null };
    const incident = {
      workflow: line.workflow.name,
      reason: 'not JSON',
      by: 'mix-0',
      at: '2026-11-21T18:00:00.000Z',
      record,
    };
    const producer = await createProducer({ kafka: line.kafka, topics: [incidents] });
    await producer.send([{ topic: incidents, partition: 3, key, value: JSON.stringify(incident) }]);
    await producer.stop();
    const id = incidentIdOf(key);
    await vi.waitFor(async () => {
      expect(await listed(sue)).toMatchObject([
        {
          id,
          kind: 'RECORD',
          by: 'mix-0',
          order: null,
          record: { topic: 'rubbish', partition: 3, offset: '42' },
        },
      ]);
    }, 10_000);
    expect(await listed(mia)).toEqual([]);
    const discard = `mutation D($input: DiscardRecordInput!) {
      discardRecord(input: $input) { incident { id kind reason } errors { code } }
    }`;
    const input = { workflow: line.workflow.name, incidentId: id };
    const refused = await post(gateway.url, discard, { input }, mia);
    expect(refused.data).toEqual({ discardRecord: { incident: null, errors: [{ code: 'FORBIDDEN' }] } });
    const done = await post(gateway.url, discard, { input }, sue);
    expect(done.data).toEqual({
      discardRecord: { incident: { id, kind: 'RECORD', reason: 'not JSON' }, errors: [] },
    });
    await vi.waitFor(async () => expect(await listed(sue)).toEqual([]), 10_000);
    const again = await post(gateway.url, discard, { input }, sue);
    expect(again.data).toMatchObject({ discardRecord: { errors: [{ code: 'NOT_FOUND' }] } });
  });
});

describe('history', () => {
  const query = `query Q($workflow: String!, $id: ID!, $first: Int) { order(workflow: $workflow, id: $id) {
    history(first: $first) { complete events { version type by stage next reason action rushed } }
  } }`;

  test('every change with who did it, from the log', async () => {
    const id = await place();
    await mutate('markOrder', { orderId: id, rushed: true }, sue);
    await mutate('failTicket', { orderId: id, stage: 'mix', reason: 'no eggs' }, mia);
    await mutate('resolveIncident', { orderId: id, action: 'RETRY' }, sue);
    await mutate('completeTicket', { orderId: id, stage: 'mix' }, mia);
    await mutate('completeTicket', { orderId: id, stage: 'ship' });
    await shown(id, 7);
    const { data, codes } = await ask(query, { id, first: 200 }, ann);
    expect(codes).toBeUndefined();
    expect(data).toMatchObject({
      order: {
        history: {
          complete: true,
          events: [
            { version: 1, type: 'ORDER_PLACED', by: 'ann', stage: null },
            { version: 2, type: 'ORDER_MARKED', by: 'sue', rushed: true },
            { version: 3, type: 'INCIDENT_OPENED', by: 'mia', stage: 'mix', reason: 'no eggs' },
            { version: 4, type: 'ORDER_REDRIVEN', by: 'sue', action: 'RETRY' },
            { version: 5, type: 'STAGE_COMPLETED', by: 'mia', next: 'ship' },
            { version: 6, type: 'STAGE_COMPLETED', stage: 'ship', next: null },
            { version: 7, type: 'ORDER_FINISHED' },
          ],
        },
      },
    });
    const short = await ask(query, { id, first: 2 }, ann);
    expect(short.data).toMatchObject({
      order: { history: { complete: false, events: [{ version: 1 }, { version: 2 }] } },
    });
  });
});

describe('a history is bounded', () => {
  const historiesWith = (limits: Partial<HistoryLimits>) =>
    createOrderHistories({
      kafka: line.kafka,
      partitionsOf: () => line.workflow.partitions,
      onUnreadable: (_record, error) => expect.fail(String(error)),
      limits: { ...historyLimits, ...limits },
    });
  async function finished(): Promise<Order> {
    const id = await line.place('ann');
    await line.complete(id, 'mix');
    return line.reached(id, 2);
  }

  test('in records and in bytes: what was read is answered, and said not to be all', async () => {
    const order = await finished();
    expect(await historiesWith({}).read(order, 200)).toMatchObject({
      complete: true,
      events: [{ version: 1 }, { version: 2 }],
    });
    for (const limits of [{ maxRecords: 1 }, { maxBytes: 1 }]) {
      expect(await historiesWith(limits).read(order, 200)).toMatchObject({ complete: false });
    }
  });

  test('in who may wait: equal questions are one, too many others are refused', async () => {
    const [one, two, three] = [await finished(), await finished(), await finished()];
    const histories = historiesWith({ readers: 1, waiting: 1 });
    const read = [histories.read(one, 200), histories.read(two, 200), histories.read(one, 200)];
    expect(read[2]).toBe(read[0]);
    await expect(histories.read(three, 200)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await Promise.all(read)).map((h) => h.complete)).toEqual([true, true, true]);
    expect((await histories.read(three, 200)).complete).toBe(true);
  });

  test('in time', async () => {
    const lost = createOrderHistories({
      kafka: createKafkaClient(
        { brokers: ['127.0.0.1:1'], clientId: 'x' },
        createLogger({ service: 'x', level: 'silent' }),
      ),
      partitionsOf: () => 1,
      onUnreadable: () => {},
      limits: { ...historyLimits, timeoutMs: 200 },
    });
    await expect(lost.read(await finished(), 200)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('numbers', () => {
  test('the backlog counts what waits, is in hand and claimed, and streams', async () => {
    const id = await place();
    await mutate('claimTicket', { orderId: id, stage: 'mix' }, mia);
    await shown(id, 2);
    const client = createClient({ url: gateway.ws, webSocketImpl: WebSocket, connectionParams: mia });
    const stream = client.iterate({
      query: `subscription S($workflow: String!) { backlog(workflow: $workflow, intervalMs: 1000) {
        cursor backlog { stages { stage lag } }
      } }`,
      variables: { workflow: line.workflow.name },
    });
    const payload = { data: { backlog: { backlog: { stages: [{ stage: 'mix' }, { stage: 'ship' }] } } } };
    expect((await stream.next()).value).toMatchObject(payload);
    expect((await stream.next()).value).toMatchObject(payload);
    const open = () => gateway.metric('cupcakery_subscriptions', { subscription: 'backlog' });
    expect(await open()).toBe(1);
    await stream.return?.();
    await vi.waitFor(async () => expect(await open()).toBe(0), 5000);
    await client.dispose();

    const query = `query Q($workflow: String!) { backlog(workflow: $workflow) {
      source stages { stage lag waiting working claimed oldestWaitingSince inRate outRate replicas }
    } }`;
    const shape = z.object({
      backlog: z.object({
        source: z.literal('WORKERS'),
        stages: z.array(z.looseObject({ stage: z.string(), claimed: z.number(), inRate: z.number() })),
      }),
    });
    await vi.waitFor(async () => {
      const { backlog } = shape.parse((await ask(query, {}, mia)).data);
      expect(backlog.stages.map((s) => s.stage)).toEqual(['mix', 'ship']);
      expect(backlog.stages[0]).toMatchObject({ working: 0, replicas: null });
      expect(backlog.stages[0]?.claimed).toBeGreaterThan(0);
      expect(backlog.stages[0]?.inRate).toBeGreaterThan(0);
    }, 10_000);
  });

  test('the floor counts what was placed, done, cancelled and recalled, and when it is late', async () => {
    const query = `query Q($workflow: String!, $minutes: Int) { floor(workflow: $workflow, minutes: $minutes) {
      complete placed finished cancelled scrapped recalls promiseKept averageOrderSeconds inProgress late
      stages { stage completed inProgress averageWaitingSeconds }
    } }`;
    const cancelled = await place();
    await mutate('cancelOrder', { orderId: cancelled }, ann);
    const finished = await place();
    await mutate('completeTicket', { orderId: finished, stage: 'mix' });
    await mutate('recallTicket', { orderId: finished, stage: 'mix' });
    for (const stage of ['mix', 'ship']) await mutate('completeTicket', { orderId: finished, stage });
    await shown(finished, 6);
    const some = z.number().min(1);
    const shape = z.object({
      floor: z.object({
        complete: z.literal(true),
        placed: some,
        finished: some,
        cancelled: some,
        recalls: some,
        promiseKept: z.literal(1),
        stages: z.array(z.object({ stage: z.string(), completed: some })).length(2),
      }),
    });
    await vi.waitFor(async () => shape.parse((await ask(query, { minutes: 10 }, mia)).data), 10_000);
    expect((await ask(query, { minutes: 1441 }, mia)).codes).toEqual(['BAD_REQUEST']);
  });
});

describe('a customer', () => {
  test.each([
    'backlog(workflow: $workflow) { at }',
    'floor(workflow: $workflow) { at }',
    'incidents(workflow: $workflow) { id }',
    'recentlyDone(workflow: $workflow, stage: "mix") { id }',
  ])('is refused %s', async (field) => {
    expect(await ask(`query Q($workflow: String!) { ${field} }`, {}, ann)).toEqual({
      data: null,
      codes: ['FORBIDDEN'],
    });
  });

  test('is refused the stream of the backlog', async () => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...ann },
      body: JSON.stringify({
        query: 'subscription S($workflow: String!) { backlog(workflow: $workflow) { cursor } }',
        variables: { workflow: line.workflow.name },
      }),
    });
    expect(await response.text()).toContain('"code":"FORBIDDEN"');
  });

  test('has no hand in another’s order, by any mutation, and learns nothing of its history', async () => {
    const theirs = await place(as('bob', 'customer'));
    await shown(theirs, 1);
    const input = { orderId: theirs, stage: 'mix' };
    for (const name of ['claimTicket', 'releaseTicket', 'completeTicket', 'recallTicket']) {
      expect((await mutate(name, input, ann)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    }
    expect((await mutate('failTicket', { ...input, reason: 'x' }, ann)).errors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect((await mutate('cancelOrder', { orderId: theirs }, ann)).errors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    const query = `query Q($workflow: String!, $id: ID!) { order(workflow: $workflow, id: $id) { history { complete } } }`;
    expect((await ask(query, { id: theirs }, ann)).data).toEqual({ order: null });
  });

  test('finds their orders since a time', async () => {
    const query = `query Q($workflow: String!, $since: DateTime!) {
      orders(workflow: $workflow, filter: { placedSince: $since }) { totalCount }
    }`;
    const dora = as('dora', 'customer');
    const early = await place(dora);
    await shown(early, 1);
    const between = new Date().toISOString();
    const late = await place(dora);
    await shown(late, 1);
    const count = async (since: string) => (await ask(query, { since }, dora)).data;
    expect(await count('2020-01-01T00:00:00+01:00')).toEqual({ orders: { totalCount: 2 } });
    expect(await count(between)).toEqual({ orders: { totalCount: 1 } });
    const wrong = await post(gateway.url, query, { workflow: line.workflow.name, since: 'yesterday' }, dora);
    expect(wrong.errors?.[0]?.message).toContain('RFC 3339');
  });
});
