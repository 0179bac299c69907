import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { incidentIdOf } from '@cupcakery/workflow/contracts/record-incident';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import { post } from './testing/clients.ts';
import { people, startTestKitchen, type TestKitchen } from './testing/test-kitchen.ts';

const { ann, mia, max, sid, sue } = people;
let kitchen: TestKitchen;
const mutate: TestKitchen['mutate'] = (...args) => kitchen.mutate(...args);
const run: TestKitchen['run'] = (...args) => kitchen.run(...args);
beforeAll(async () => {
  kitchen = await startTestKitchen(inject('brokers'), 'kitchen');
});
afterAll(() => kitchen?.stop());

describe('tickets', () => {
  test('the first claim wins, the second is refused with the name of the holder, and a release lets it claim', async () => {
    const orderId = await kitchen.place();
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

  test('a completed stage can be recalled until the next one has begun', async () => {
    const orderId = await kitchen.place();
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

  test('recentlyDone lists the orders that left a stage last, which a cook may recall', async () => {
    const [one, two] = [await kitchen.place(), await kitchen.place()];
    await mutate('completeTicket', { orderId: one, stage: 'mix' });
    await mutate('completeTicket', { orderId: two, stage: 'mix' });
    await kitchen.shown(two, 2);
    const query = `query Q($workflow: String!, $first: Int) {
      recentlyDone(workflow: $workflow, stage: "mix", first: $first) { id }
    }`;
    expect((await run(query, { first: 2 }, mia)).data).toEqual({ recentlyDone: [{ id: two }, { id: one }] });
    expect((await run(query, { first: 51 }, mia)).codes).toEqual(['BAD_REQUEST']);
  });

  test('rushed and held are set independently of each other', async () => {
    const orderId = await kitchen.place();
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
  const listed = async (headers = {}) => shape.parse((await run(query, {}, headers)).data).incidents;

  test.each([
    ['RETRY', {}, { status: 'OPEN', stage: 'ship' }],
    ['REWORK', { stage: 'mix' }, { status: 'OPEN', stage: 'mix' }],
    ['SCRAP', {}, { status: 'SCRAPPED' }],
  ])('an order that stopped is listed until its incident is resolved: %s', async (action, more, after) => {
    const orderId = await kitchen.place();
    await mutate('completeTicket', { orderId, stage: 'mix' }, mia);
    const failed = await mutate('failTicket', { orderId, stage: 'ship', reason: 'box torn' }, sid);
    expect(failed).toMatchObject({
      errors: [],
      order: { status: 'INCIDENT', incident: { reason: 'box torn' } },
    });
    await kitchen.shown(orderId, 3);
    expect((await listed(mia)).find((i) => i.id === orderId)).toMatchObject({
      kind: 'ORDER',
      reason: 'box torn',
      by: 'sid',
      order: { id: orderId },
      record: null,
    });
    await vi.waitFor(async () => expect(await kitchen.gateway.metric('cupcakery_incidents')).toBe(1), 5000);
    const decide = { orderId, action, ...more };
    expect((await mutate('resolveIncident', decide, mia)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await mutate('resolveIncident', decide, sue)).toMatchObject({ errors: [], order: after });
    await kitchen.shown(orderId, 4);
    expect(await listed(sue)).toEqual([]);
    expect((await mutate('resolveIncident', decide, sue)).errors).toMatchObject([
      { code: action === 'SCRAP' ? 'CLOSED' : 'NOT_AN_INCIDENT' },
    ]);
  });

  test('a record that cannot be read is shown to callers who may discard it, and then gone for every gateway', async () => {
    const { incidents } = topicNames(kitchen.pipeline.workflow.name);
    const key = 'rubbish/3/42';
    const record = { topic: 'rubbish', partition: 3, offset: '42', key: null };
    const incident = {
      workflow: kitchen.pipeline.workflow.name,
      reason: 'not JSON',
      by: 'mix-0',
      at: '2026-11-21T18:00:00.000Z',
      record,
    };
    const producer = await startProducer({ kafka: kitchen.pipeline.kafka, topics: [incidents] });
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
    const input = { workflow: kitchen.pipeline.workflow.name, incidentId: id };
    const refused = await post(kitchen.gateway.url, discard, { input }, mia);
    expect(refused.data).toEqual({ discardRecord: { incident: null, errors: [{ code: 'FORBIDDEN' }] } });
    const done = await post(kitchen.gateway.url, discard, { input }, sue);
    expect(done.data).toEqual({
      discardRecord: { incident: { id, kind: 'RECORD', reason: 'not JSON' }, errors: [] },
    });
    await vi.waitFor(async () => expect(await listed(sue)).toEqual([]), 10_000);
    const again = await post(kitchen.gateway.url, discard, { input }, sue);
    expect(again.data).toMatchObject({ discardRecord: { errors: [{ code: 'NOT_FOUND' }] } });
  });
});
