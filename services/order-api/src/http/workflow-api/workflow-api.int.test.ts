import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger } from '@cupcakery/kit/log';
import { incidentIdOf } from '@cupcakery/workflow/contracts/record-incident';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { startTestBed, type TestBed } from '../../testing/test-bed.ts';

const name = 'api-generic';
const orders = `/api/v1/workflows/${name}/orders`;
const details = { flavour: 'Vanilla', size: 'M', quantity: 6 };
const names = topicNames(name);
const log = createLogger({ service: 'test', level: 'error' });
const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log);
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed({ brokers: inject('brokers'), name });
});
afterAll(() => bed?.stop());

async function place(call: object = {}): Promise<string> {
  const { status, body } = await bed.post(orders, { body: { details }, ...call });
  expect(status).toBe(201);
  return body.order.id;
}
const act = (id: string, action: string, body: object, call: object = {}) =>
  bed.post(`${orders}/${id}/${action}`, { body, ...call });

describe('the API of every workflow', () => {
  it('returns the workflows, without their URLs and topics', async () => {
    const { body } = await bed.get('/api/v1/workflows');
    expect(body.workflows.map((w: { name: string }) => w.name)).toEqual([name]);
    const one = await bed.get(`/api/v1/workflows/${name}`);
    expect(one.body).toMatchObject({ name, promise: 600, details: { type: 'object' } });
    expect(one.body.stages[0]).toEqual({
      name: 'mix',
      done: 'mixed',
      verb: 'mix',
      role: 'mixer',
      mode: 'timer',
      takes: 2,
      target: 60,
      cancellable: true,
      retired: false,
    });
    expect((await bed.get('/api/v1/workflows/none')).body.code).toBe('NO_SUCH_WORKFLOW');
  });

  it('places an order and reads it', async () => {
    const { status, headers, body } = await bed.post(orders, { body: { details } });
    expect(status).toBe(201);
    expect(body.order).toMatchObject({ workflow: name, details, status: 'open', customerId: 'local' });
    const read = await bed.get(headers.get('location') ?? '');
    expect(read.body).toEqual(body);
  });

  it.each([
    [{ details: { ...details, size: 'XXL' } }, '/details/size'],
    [{ details: { ...details, quantity: 0 } }, '/details/quantity'],
    [{ details: 'six' }, '/details'],
    [{ details, more: 1 }, ''],
  ])('refuses %j with 400', async (body, pointer) => {
    const answer = await bed.post(orders, { body });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });

  it('lets staff rush an order, but not put one aside where a machine works', async () => {
    const id = await place();
    const mia = { user: 'mia', roles: 'mixer' };
    const marked = await bed.post(`${orders}/${id}/mark`, { body: { rushed: true }, ...mia });
    expect([marked.status, marked.body.order.rushed]).toEqual([200, true]);
    const held = await bed.post(`${orders}/${id}/mark`, { body: { held: true }, ...mia });
    expect([held.status, held.body.code]).toEqual([422, 'INVALID']);
    expect((await bed.post(`${orders}/${id}/mark`, { body: {}, ...mia })).status).toBe(400);
    const customer = { user: 'carl', roles: 'customer' };
    expect((await bed.post(`${orders}/${id}/mark`, { body: { rushed: true }, ...customer })).status).toBe(
      403,
    );
  });

  it('lets a cook claim, release, complete and recall', async () => {
    const id = await place();
    const mia = { user: 'mia', roles: 'mixer' };
    const max = { user: 'max', roles: 'mixer' };
    const mix = { stage: 'mix', visit: 1 };
    expect((await act(id, 'claim', mix, mia)).body.order).toMatchObject({ claimedBy: 'mia' });
    expect((await act(id, 'claim', mix, max)).body.code).toBe('CLAIMED');
    expect((await act(id, 'complete', { ...mix, as: 'mia' }, max)).body.code).toBe('CLAIMED');
    expect((await act(id, 'release', mix, mia)).status).toBe(200);
    const done = await act(id, 'complete', { stage: 'mix' }, max);
    expect(done.body.order).toMatchObject({ stage: 'bake' });
    const recalled = await act(id, 'recall', { stage: 'mix' }, max);
    expect(recalled.body.order).toMatchObject({ stage: 'mix', visit: 4 });
    const stale = await act(id, 'complete', mix, max);
    expect([stale.status, stale.body.code]).toEqual([409, 'STALE']);
  });

  it('lets only an SRE resolve an incident', async () => {
    const id = await place();
    expect((await act(id, 'fail', { stage: 'mix', reason: 'no eggs' })).body.order.status).toBe('incident');
    const retry = { action: 'retry' };
    expect((await act(id, 'resolve', retry, { user: 'mia', roles: 'mixer' })).status).toBe(403);
    const resolved = await act(id, 'resolve', retry, { user: 'sue', roles: 'sre' });
    expect(resolved.body.order).toMatchObject({ status: 'open', stage: 'mix', attempts: 2 });
    expect((await act(id, 'resolve', retry)).body.code).toBe('NOT_AN_INCIDENT');
  });

  it('lets an SRE discard a record that cannot be read, once, and no incident of an order', async () => {
    const key = `${name}.orderrequests/2/17`;
    const incident = {
      workflow: name,
      reason: 'ticket: not JSON',
      by: 'mix-0',
      at: '2026-11-21T18:04:05.678Z',
      record: { topic: `${name}.orderrequests`, partition: 2, offset: '17', key: null },
    };
    const producer = await startProducer({ kafka, topics: [names.incidents] });
    // Not where the key's hash would put it: the tombstone has to find it.
    await producer.send([{ topic: names.incidents, partition: 2, key, value: JSON.stringify(incident) }]);
    await producer.stop();
    const discard = (id: string, call: object = { user: 'sue', roles: 'sre' }) =>
      bed.post(`/api/v1/workflows/${name}/incidents/${id}/discard`, { body: {}, ...call });

    expect((await discard(incidentIdOf(key), { user: 'mia', roles: 'mixer' })).status).toBe(403);
    const discarded = await discard(incidentIdOf(key));
    expect([discarded.status, discarded.body]).toEqual([200, { incident }]);
    const records: KafkaRecord[] = [];
    const reader = await startReader({
      kafka,
      topic: names.incidents,
      from: 'start',
      onRecords: (_p, more) => records.push(...more),
    });
    await reader.caughtUp;
    await reader.stop();
    expect(records.filter((r) => r.key === key).map((r) => [r.partition, r.value === null])).toEqual([
      [2, false],
      [2, true],
    ]);
    expect((await discard(incidentIdOf(key))).body.code).toBe('NO_SUCH_INCIDENT');

    const id = await place();
    await act(id, 'fail', { stage: 'mix', reason: 'no eggs' });
    for (const other of [incidentIdOf(id), 'none', incidentIdOf('x/0/1')]) {
      expect((await discard(other)).status).toBe(404);
    }
  });

  it('lets customers cancel their own orders while the stage allows it', async () => {
    const ann = { user: 'ann', roles: 'customer' };
    const id = await place(ann);
    expect((await act(id, 'cancel', {}, { user: 'ben', roles: 'customer' })).status).toBe(404);
    const cancelled = await act(id, 'cancel', { reason: 'changed my mind' }, { ...ann, key: 'k-cancel' });
    expect(cancelled.body.order.status).toBe('cancelled');
    expect((await act(id, 'cancel', { reason: 'changed my mind' }, { ...ann, key: 'k-cancel' })).status).toBe(
      200,
    );
    const late = await place(ann);
    await act(late, 'complete', { stage: 'mix' });
    const refused = await act(late, 'cancel', {}, ann);
    expect([refused.status, refused.body.code]).toEqual([409, 'TOO_LATE']);
  });

  it('names each field of an action that does not fit', async () => {
    const id = await place();
    const answer = await act(id, 'fail', { visit: 'one' });
    expect(answer.status).toBe(400);
    const pointers = answer.body.errors.map((e: { pointer: string }) => e.pointer);
    expect(pointers.sort()).toEqual(['/reason', '/stage', '/visit']);
    expect((await act(id, 'start', { stage: 'mix' })).status).toBe(404);
  });

  it('refuses control characters in any text, and takes out what changes the order of reading', async () => {
    const id = await place();
    const answers = await Promise.all([
      act(id, 'fail', { stage: 'mix', reason: 'no\0eggs' }),
      act(id, 'claim', { stage: 'mix', as: 'Ann\u001b[2J' }),
      act(id, 'cancel', { reason: 'a\u009bb' }),
      bed.post(orders, { body: { details: { ...details, flavour: 'Van\0illa' } } }),
      bed.post(`/api/v1/workflows/${name}/intake/pause`, { body: { reason: '\b' } }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code, body.errors[0].pointer])).toEqual(
      ['/reason', '/as', '/reason', '/details/flavour', '/reason'].map((at) => [400, 'INVALID_FIELDS', at]),
    );
    const { body } = await act(id, 'claim', { stage: 'mix', as: '\u2068אן\u2069 \u202eBaker 👩‍🍳' });
    expect(body.order.stages[0].by).toBe('אן Baker 👩‍🍳');
  });

  it('returns all orders in pages, to customers only their own', async () => {
    const own = { user: 'pam', roles: 'customer' };
    const ids = [await place(own), await place(own), await place(own)];
    const first = await vi.waitFor(async () => {
      const answer = await bed.get(`${orders}?first=2`, own);
      expect(answer.body.orders.map((o: { id: string }) => o.id)).toEqual([ids[2], ids[1]]);
      return answer;
    });
    expect(first.body.orders[0]).not.toHaveProperty('memory');
    const second = await bed.get(`${orders}?first=2&after=${first.body.after}`, own);
    expect(second.body).toMatchObject({ orders: [{ id: ids[0] }], after: null });
    const atMix = await bed.get(`${orders}?status=open&stage=mix&first=1`, own);
    expect(atMix.body.orders).toHaveLength(1);
    for (const query of ['first=0', 'after=x', 'status=lost', 'colour=red']) {
      expect((await bed.get(`${orders}?${query}`)).status).toBe(400);
    }
  });

  it('answers wrong paths, methods, media types and sizes with problem details', async () => {
    expect((await bed.get('/api/v1/none')).status).toBe(404);
    const put = await fetch(`${bed.url}${orders}`, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD']);
    const form = await fetch(`${bed.url}${orders}`, { method: 'POST', body: 'a=b' });
    expect(form.status).toBe(415);
    const large = await bed.post(orders, { raw: JSON.stringify({ details: 'x'.repeat(400_000) }) });
    expect([large.status, large.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('serves its document and its page without a sign-in', async () => {
    const document = await bed.get('/openapi.json', { roles: 'stranger' });
    expect(document.body.openapi).toBe('3.1.0');
    const page = await bed.get('/docs');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.body).toContain('/api/v1/order/mix');
  });
});
