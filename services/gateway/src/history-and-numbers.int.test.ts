import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { UnreadableRange } from '@cupcakery/kit/kafka/consume/fetch/unreadable';
import { createLogger } from '@cupcakery/kit/log';
import { damageLog } from '@cupcakery/kit/testing/damage-log';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createOrderHistories, type HistoryLimits, historyLimits } from './history/order-histories.ts';
import { post } from './testing/clients.ts';
import { as } from './testing/operations.ts';
import { people, startTestKitchen, type TestKitchen } from './testing/test-kitchen.ts';

const { ann, mia, sue } = people;
let kitchen: TestKitchen;
const mutate: TestKitchen['mutate'] = (...args) => kitchen.mutate(...args);
const run: TestKitchen['run'] = (...args) => kitchen.run(...args);
beforeAll(async () => {
  kitchen = await startTestKitchen(inject('brokers'), 'insight');
});
afterAll(() => kitchen?.stop());

describe('history', () => {
  const query = `query Q($workflow: String!, $id: ID!, $first: Int) { order(workflow: $workflow, id: $id) {
    history(first: $first) { complete traceId waterfall events { version type by stage next reason action rushed } }
  } }`;

  test('lists every change and its author, from the log', async () => {
    const id = await kitchen.place();
    await mutate('markOrder', { orderId: id, rushed: true }, sue);
    await mutate('failTicket', { orderId: id, stage: 'mix', reason: 'no eggs' }, mia);
    await mutate('resolveIncident', { orderId: id, action: 'RETRY' }, sue);
    await mutate('completeTicket', { orderId: id, stage: 'mix' }, mia);
    await mutate('completeTicket', { orderId: id, stage: 'ship' });
    await kitchen.shown(id, 7);
    const { data, codes } = await run(query, { id, first: 200 }, sue);
    expect(codes).toBeUndefined();
    expect(data).toMatchObject({
      order: {
        history: {
          complete: true,
          traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
          waterfall: expect.stringMatching(
            /^Order .*\nfinished in .*\n {2}stopped: no eggs\n.*\nship .*\ntotal /s,
          ),
          events: [
            { version: 1, type: 'ORDER_PLACED', by: 'customer', stage: null },
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
    const own = await run(query, { id, first: 200 }, ann);
    expect(own.data).toMatchObject({
      order: {
        history: { events: [{}, { by: 'staff' }, { by: 'mix-cook' }, { by: 'mix-cook' }, {}, {}, {}] },
      },
    });
    const short = await run(query, { id, first: 2 }, ann);
    expect(short.data).toMatchObject({
      order: { history: { complete: false, events: [{ version: 1 }, { version: 2 }] } },
    });
  });
});

describe('a history is bounded', () => {
  const historiesWith = (limits: Partial<HistoryLimits>) =>
    createOrderHistories({
      kafka: kitchen.pipeline.kafka,
      partitionsOf: () => kitchen.pipeline.workflow.partitions,
      onUnreadable: (_record, error) => expect.fail(String(error)),
      onRangeUnreadable: ({ reason }) => expect.fail(reason),
      limits: { ...historyLimits, ...limits },
    });
  async function finished(): Promise<Order> {
    const id = await kitchen.pipeline.place('ann');
    await kitchen.pipeline.complete(id, 'mix');
    return kitchen.pipeline.reached(id, 2);
  }

  test('in records and in bytes: the answer has what was read, and is incomplete', async () => {
    const order = await finished();
    expect(await historiesWith({}).read(order, 200)).toMatchObject({
      complete: true,
      events: [{ version: 1 }, { version: 2 }],
    });
    for (const limits of [{ maxRecords: 1 }, { maxBytes: 1 }]) {
      expect(await historiesWith(limits).read(order, 200)).toMatchObject({ complete: false });
    }
  });

  test('in concurrency: equal reads are shared, and too many others are refused', async () => {
    const [one, two, three] = [await finished(), await finished(), await finished()];
    const histories = historiesWith({ readers: 1, waiting: 1 });
    const read = [histories.read(one, 200), histories.read(two, 200), histories.read(one, 200)];
    expect(read[2]).toBe(read[0]);
    await expect(histories.read(three, 200)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await Promise.all(read)).map((h) => h.complete)).toEqual([true, true, true]);
    expect((await histories.read(three, 200)).complete).toBe(true);
  });

  test('to what can be read: damaged events make it incomplete, and the rest is there', async () => {
    const { workflow, kafka, place, complete, reached } = kitchen.pipeline;
    const id = await place('ann');
    // Two batches: the second change is not to share that of the first.
    await reached(id, 1);
    await complete(id, 'mix');
    const order = await reached(id, 2);
    const partition = partitionOf(order.id, workflow.partitions);
    const topic = topicNames(workflow.name).events;
    await damageLog(inject('brokerData'), { topic, partition, text: order.id });
    const ranges: UnreadableRange[] = [];
    const histories = createOrderHistories({
      kafka,
      partitionsOf: () => workflow.partitions,
      onUnreadable: (_record, error) => expect.fail(String(error)),
      onRangeUnreadable: (range) => ranges.push(range),
    });
    expect(await histories.read(order, 200)).toMatchObject({ complete: false, events: [{ version: 2 }] });
    expect(ranges).toMatchObject([{ topic, partition }]);
  });

  test('in time', async () => {
    const lost = createOrderHistories({
      kafka: createKafkaClient(
        { brokers: ['127.0.0.1:1'], clientId: 'x' },
        createLogger({ service: 'x', level: 'silent' }),
      ),
      partitionsOf: () => 1,
      onUnreadable: () => {},
      onRangeUnreadable: () => {},
      limits: { ...historyLimits, timeoutMs: 200 },
    });
    await expect(lost.read(await finished(), 200)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('numbers', () => {
  test('the backlog counts tickets that wait, are in work and are claimed, and is streamed', async () => {
    const id = await kitchen.place();
    await mutate('claimTicket', { orderId: id, stage: 'mix' }, mia);
    await kitchen.shown(id, 2);
    const client = createClient({ url: kitchen.gateway.ws, webSocketImpl: WebSocket, connectionParams: mia });
    const stream = client.iterate({
      query: `subscription S($workflow: String!) { backlog(workflow: $workflow, intervalMs: 1000) {
        cursor backlog { stages { stage lag } }
      } }`,
      variables: { workflow: kitchen.pipeline.workflow.name },
    });
    const payload = { data: { backlog: { backlog: { stages: [{ stage: 'mix' }, { stage: 'ship' }] } } } };
    expect((await stream.next()).value).toMatchObject(payload);
    expect((await stream.next()).value).toMatchObject(payload);
    const open = () => kitchen.gateway.metric('cupcakery_subscriptions', { subscription: 'backlog' });
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
      const { backlog } = shape.parse((await run(query, {}, mia)).data);
      expect(backlog.stages.map((s) => s.stage)).toEqual(['mix', 'ship']);
      expect(backlog.stages[0]).toMatchObject({ working: 0, replicas: null });
      expect(backlog.stages[0]?.claimed).toBeGreaterThan(0);
      expect(backlog.stages[0]?.inRate).toBeGreaterThan(0);
    }, 10_000);
  });

  test('the floor counts orders that were placed, finished, cancelled and recalled', async () => {
    const query = `query Q($workflow: String!, $minutes: Int) { floor(workflow: $workflow, minutes: $minutes) {
      complete placed finished cancelled scrapped recalls promiseKept averageOrderSeconds inProgress late
      stages { stage completed inProgress averageWaitingSeconds }
    } }`;
    const cancelled = await kitchen.place();
    await mutate('cancelOrder', { orderId: cancelled }, ann);
    const finished = await kitchen.place();
    await mutate('completeTicket', { orderId: finished, stage: 'mix' });
    await mutate('recallTicket', { orderId: finished, stage: 'mix' });
    for (const stage of ['mix', 'ship']) await mutate('completeTicket', { orderId: finished, stage });
    await kitchen.shown(finished, 6);
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
    await vi.waitFor(async () => shape.parse((await run(query, { minutes: 10 }, mia)).data), 10_000);
    expect((await run(query, { minutes: 1441 }, mia)).codes).toEqual(['BAD_REQUEST']);
  });
});

describe('a customer', () => {
  test.each([
    'backlog(workflow: $workflow) { at }',
    'floor(workflow: $workflow) { at }',
    'incidents(workflow: $workflow) { id }',
    'recentlyDone(workflow: $workflow, stage: "mix") { id }',
  ])('is refused %s', async (field) => {
    expect(await run(`query Q($workflow: String!) { ${field} }`, {}, ann)).toEqual({
      data: null,
      codes: ['FORBIDDEN'],
    });
  });

  test('is refused the stream of the backlog', async () => {
    const response = await fetch(kitchen.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...ann },
      body: JSON.stringify({
        query: 'subscription S($workflow: String!) { backlog(workflow: $workflow) { cursor } }',
        variables: { workflow: kitchen.pipeline.workflow.name },
      }),
    });
    expect(await response.text()).toContain('"code":"FORBIDDEN"');
  });

  test('cannot change another’s order by any mutation, nor read its history', async () => {
    const theirs = await kitchen.place(as('bob', 'customer'));
    await kitchen.shown(theirs, 1);
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
    expect((await run(query, { id: theirs }, ann)).data).toEqual({ order: null });
  });

  test('finds their orders that were placed since a time', async () => {
    const query = `query Q($workflow: String!, $since: DateTime!) {
      orders(workflow: $workflow, filter: { placedSince: $since }) { totalCount }
    }`;
    const dora = as('dora', 'customer');
    const early = await kitchen.place(dora);
    await kitchen.shown(early, 1);
    const between = new Date().toISOString();
    const late = await kitchen.place(dora);
    await kitchen.shown(late, 1);
    const count = async (since: string) => (await run(query, { since }, dora)).data;
    expect(await count('2020-01-01T00:00:00+01:00')).toEqual({ orders: { totalCount: 2 } });
    expect(await count(between)).toEqual({ orders: { totalCount: 1 } });
    const wrong = await post(
      kitchen.gateway.url,
      query,
      { workflow: kitchen.pipeline.workflow.name, since: 'yesterday' },
      dora,
    );
    expect(wrong.errors?.[0]?.message).toContain('RFC 3339');
  });
});
