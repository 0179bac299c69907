import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestBed, type TestBed } from '../../testing/test-bed.ts';

const vanilla = { Flavour: 'Vanilla', Size: 'M', Quantity: 6 };
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed({ brokers: inject('brokers'), name: 'api-factory' });
});
afterAll(() => bed?.stop());

const place = (call: object = {}) => bed.post('/api/v1/order', { body: { Order: vanilla }, ...call });

describe('the old factory', () => {
  it('places an order and returns its location and promised time', async () => {
    const { status, headers, body } = await place();
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/order/${body.correlationId}`);
    expect(headers.get('idempotent-replayed')).toBeNull();
    expect(body.acknowledgment).toMatch(/promised within 10 minutes, by \d\d:\d\d UTC on \d+ \w+ \d{4}\.$/);
    expect(body.order).toMatchObject({
      ...vanilla,
      Id: body.correlationId,
      MixedBy: null,
      status: 'open',
      version: 1,
    });
    expect(Date.parse(body.order.promisedAt) - Date.parse(body.createdOn)).toBe(600_000);
    const read = await bed.get(headers.get('location') ?? '');
    expect(read.status).toBe(200);
    expect(read.body).toMatchObject({ Id: body.correlationId, stage: 'mix' });
  });

  it('accepts fields without the wrapper, names and sizes in any case, and those the server sets', async () => {
    const body = {
      flavour: 'Lemon',
      SIZE: 'xl',
      quantity: 1,
      Id: null,
      Status: 'New',
      MixedBy: null,
      createdOn: '',
    };
    const answer = await bed.post('/api/v1/order', { body });
    expect(answer.status).toBe(201);
    expect(answer.body.order).toMatchObject({ Flavour: 'Lemon', Size: 'XL', Quantity: 1 });
  });

  it.each([
    ['{"Order":', 'INVALID_JSON', undefined],
    ['[]', 'INVALID_FIELDS', ['']],
    ['{"Order":{"Flavour":"Van\\u0000illa","Size":"M","Quantity":6}}', 'INVALID_FIELDS', ['/Order/Flavour']],
    ['{"Order":{"Flavour":"Vanilla","Size":"XXL","Quantity":6}}', 'INVALID_FIELDS', ['/Order/Size']],
    ['{"Order":{"Flavour":"Vanilla","Size":"M","Quantity":0}}', 'INVALID_FIELDS', ['/Order/Quantity']],
    ['{"flavour":"","size":"M"}', 'INVALID_FIELDS', ['/Quantity', '/flavour']],
    ['{"Order":{"Flavour":"Vanilla","Size":"M","Quantity":6,"Icing":1}}', 'INVALID_FIELDS', ['/Order/Icing']],
    ['{"Order":{"Flavour":"Vanilla","Size":"M","size":"L","Quantity":6}}', 'INVALID_FIELDS', ['/Order/size']],
  ])('refuses %s with 400', async (raw, code, pointers) => {
    const { status, headers, body } = await bed.post('/api/v1/order', { raw });
    expect([status, body.code]).toEqual([400, code]);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body.errors?.map((e: { pointer: string }) => e.pointer).sort()).toEqual(pointers);
  });

  it('moves an order through all its stages, each once and in turn', async () => {
    const { body } = await place();
    const order = (fields: object = {}) => ({ body: { Order: { Id: body.correlationId, ...fields } } });
    const early = await bed.post('/api/v1/order/bake', order());
    expect([early.status, early.body.code]).toEqual([409, 'NOT_AT_STAGE']);
    const mixed = await bed.post('/api/v1/order/mix', order({ MixedBy: 'ann', MixedOn: '2020-01-01' }));
    expect(mixed.status).toBe(200);
    expect(mixed.body).toMatchObject({ MixedBy: 'ann', stage: 'bake', BakedBy: null });
    expect(mixed.body.MixedOn).toMatch(/^2\d{3}-/);
    expect((await bed.get(`/api/v1/order/${body.correlationId}`)).body).toMatchObject({ MixedBy: 'ann' });
    const again = await bed.post('/api/v1/order/mix', order());
    expect(again.status).toBe(409);
    const baked = await bed.post('/api/v1/order/bake', { ...order(), user: 'ben', roles: 'baker' });
    expect(baked.body).toMatchObject({ BakedBy: 'ben' });
    await bed.post('/api/v1/order/decorate', order());
    const boxed = await bed.post('/api/v1/order/box', order({ PackagedBy: 'pia' }));
    expect(boxed.body).toMatchObject({ PackagedBy: 'pia', stage: 'ship' });
    const shipped = await bed.post('/api/v1/order/ship', order());
    expect(shipped.body).toMatchObject({ status: 'finished', ShippedBy: 'local' });
  });

  it('stops an order at the stage where an error is reported', async () => {
    const { body } = await place();
    const report = { body: { Order: { Id: body.correlationId }, Reason: 'no eggs' } };
    const failed = await bed.post('/api/v1/order/reporterror', report);
    expect(failed.body).toMatchObject({ status: 'incident', stage: 'mix', incident: { reason: 'no eggs' } });
    const missing = await bed.post('/api/v1/order/reporterror', {
      body: { Order: { Id: body.correlationId } },
    });
    expect([missing.status, missing.body.errors[0].pointer]).toEqual([400, '/Reason']);
  });

  it('answers 404 for an unknown id', async () => {
    expect((await bed.get('/api/v1/order/nobody-1')).status).toBe(404);
    const mixed = await bed.post('/api/v1/order/mix', { body: { Order: { Id: 'nobody-1' } } });
    expect([mixed.status, mixed.body.code]).toEqual([404, 'NOT_FOUND']);
    const noId = await bed.post('/api/v1/order/mix', { body: { Order: {} } });
    expect([noId.status, noId.body.errors[0].pointer]).toEqual([400, '/Order/Id']);
  });

  it('shows customers their own orders only, and requires each stage’s role', async () => {
    const ann = { user: 'ann', roles: 'customer' };
    const { body } = await place(ann);
    const path = `/api/v1/order/${body.correlationId}`;
    expect((await bed.get(path, ann)).status).toBe(200);
    expect((await bed.get(path, { user: 'ben', roles: 'customer' })).status).toBe(404);
    expect((await bed.get(path, { user: 'mia', roles: 'mixer' })).status).toBe(200);
    expect((await bed.get(path, { user: 'sue', roles: 'sre' })).status).toBe(200);
    const order = { body: { Order: { Id: body.correlationId } } };
    expect((await bed.post('/api/v1/order/mix', { ...order, ...ann })).status).toBe(403);
    expect((await bed.post('/api/v1/order/mix', { ...order, user: 'bo', roles: 'baker' })).status).toBe(403);
    expect((await place({ user: 'guest', roles: 'stranger' })).status).toBe(403);
  });
});
