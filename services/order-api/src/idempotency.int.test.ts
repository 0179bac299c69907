import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { createLogger } from '@cupcakery/kit/log';
import { readEvent } from '@cupcakery/workflow/contracts/records';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestBed, type TestBed } from './testing/test-bed.ts';

const name = 'api-idempotency';
const vanilla = { Flavour: 'Vanilla', Size: 'M', Quantity: 6 };
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed({ brokers: inject('brokers'), name });
});
afterAll(() => bed?.stop());

const place = (key: string, call: object = {}) =>
  bed.post('/api/v1/order', { key, body: { Order: vanilla }, ...call });

async function placedEvents(): Promise<string[]> {
  const log = createLogger({ service: 'test', level: 'error' });
  const ids: string[] = [];
  const reader = await startReader({
    kafka: createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log),
    topic: topicNames(name).events,
    from: 'start',
    onRecords(_partition, records) {
      for (const { value } of records) {
        const event = readEvent(value);
        if (event.type === 'OrderPlaced') ids.push(event.orderId);
      }
    },
  });
  // A response is sent at the first marker of a transaction, which may be that of the replies topic.
  await reader.sync();
  await reader.stop();
  return ids;
}

describe('an idempotency key', () => {
  it('places one order for 200 requests at once', async () => {
    const before = (await placedEvents()).length;
    const answers = await Promise.all(Array.from({ length: 200 }, () => place('k-200')));
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((a) => JSON.stringify([a.headers.get('location'), a.body]))).size).toBe(1);
    expect(answers.filter((a) => a.headers.get('idempotent-replayed') === 'true')).toHaveLength(199);
    expect((await placedEvents()).length - before).toBe(1);
  });

  it('of another user is another key', async () => {
    const ann = await place('k-shared', { user: 'ann', roles: 'customer' });
    const ben = await place('k-shared', { user: 'ben', roles: 'customer' });
    expect([ann.status, ben.status]).toEqual([201, 201]);
    expect(ann.body.correlationId).not.toBe(ben.body.correlationId);
  });

  it('is refused with another body, and accepted with the same meaning in another spelling', async () => {
    const first = await place('k-body');
    const other = await place('k-body', { body: { Order: { ...vanilla, Quantity: 7 } } });
    expect([other.status, other.body.code]).toEqual([422, 'KEY_REUSED']);
    const same = await place('k-body', { body: { quantity: 6, size: 'm', flavour: 'Vanilla' } });
    expect(same.body).toEqual(first.body);
  });

  it('returns the first answer although the order has been finished since', async () => {
    const first = await place('k-finished');
    const body = { Order: { Id: first.body.correlationId } };
    for (const { verb } of bed.workflow.stages) {
      expect((await bed.post(`/api/v1/order/${verb}`, { body })).status).toBe(200);
    }
    const again = await place('k-finished');
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('makes a repeated stage request harmless, and is refused for a different one', async () => {
    const { body } = await place('k-mix-order');
    const mix = (fields: object = {}) =>
      bed.post('/api/v1/order/mix', { key: 'k-mix', body: { Order: { Id: body.correlationId, ...fields } } });
    expect((await mix()).status).toBe(200);
    expect((await mix()).status).toBe(200);
    expect((await mix({ MixedBy: 'somebody' })).body.code).toBe('KEY_REUSED');
    const early = { key: 'k-early', body: { Order: { Id: body.correlationId } } };
    expect((await bed.post('/api/v1/order/ship', early)).status).toBe(409);
    expect((await bed.post('/api/v1/order/ship', early)).status).toBe(409);
  });

  it('must be visible characters', async () => {
    const answer = await place('two words');
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_IDEMPOTENCY_KEY']);
    expect((await place('x'.repeat(256))).status).toBe(400);
  });
});
