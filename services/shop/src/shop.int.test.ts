import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type Call, startTestBed, type TestBed } from './testing/test-bed.ts';

const suppliers = `
name: suppliers
title: Suppliers
topic: eventbus.suppliers
writers: [buyer]
schema:
  type: object
  required: [name]
  properties:
    id: { type: string }
    name: { type: string, minLength: 1, examples: [Dairy] }
    productId: { type: string }
    discount: { type: number, format: money }
references: { productId: products }
`;
const set = (payload: object) => ({ eventType: 'set', payload });

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed({
    brokers: inject('brokers'),
    files: { 'suppliers.yaml': suppliers },
    prefill: async ({ writeForeign }) => {
      await writeForeign(
        'eventbus.products',
        ['old-1', set({ id: 'old-1', name: 'Old bun', price: 2 })],
        ['old-2', set({ id: 'old-2', name: 'Old pie', price: 3 })],
        ['old-2', { eventType: 'remove', payload: { id: 'old-2' } }],
        ['old-2', null],
        ['old-3', set({ id: 'old-3', name: 'Old cake', price: 4.25, shelf: 'B' })],
        ['old-4', '{"eventType":'],
      );
    },
  });
}, 90_000);
afterAll(() => bed?.stop());

const get = (path: string, call?: Call) => bed.call('GET', path, call);
const post = (path: string, body: unknown, call: Call = {}) => bed.call('POST', path, { body, ...call });
const put = (path: string, body: unknown, call: Call = {}) => bed.call('PUT', path, { body, ...call });
const remove = (path: string, call?: Call) => bed.call('DELETE', path, call);
async function create(collection: string, fields: object): Promise<{ id: string; etag: string }> {
  const { status, body, headers } = await post(`/${collection}`, fields);
  expect([status, body]).toEqual([201, expect.objectContaining(fields)]);
  return { id: body.id, etag: headers.get('etag') ?? '' };
}
const createProduct = (fields: object = {}) => create('products', { name: 'Butter', price: 1.5, ...fields });
const createCustomer = () => create('customers', { firstName: 'Ann', lastName: 'Baker' });
const bodyOf = async (path: string) => (await get(path)).body;

describe('topics that an older shop has filled', () => {
  it('are taken over at the first start, and go on being the truth', async () => {
    const products = await bodyOf('/products');
    expect(products).toContainEqual({ id: 'old-1', name: 'Old bun', price: 2 });
    expect(products).toContainEqual({ id: 'old-3', name: 'Old cake', price: 4.25, shelf: 'B' });
    expect((await get('/products/old-2')).status).toBe(404);
    expect((await put('/products/old-1', { name: 'New bun', price: 2.5 })).status).toBe(200);
    expect((await remove('/products/old-3')).status).toBe(204);
    expect(await bodyOf('/products/old-1')).toEqual({ id: 'old-1', name: 'New bun', price: 2.5 });
    expect((await get('/products/old-3')).status).toBe(404);
  });
});

describe('the session of the README', () => {
  it('does what it says', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const script = /```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? 'exit 1';
    const { stdout } = await promisify(execFile)('sh', ['-euc', script], {
      env: { ...process.env, BASE: bed.url },
    });
    const [purchase, butter, changed, bought, products, deleted, gone] = stdout.trim().split('\n');
    expect(JSON.parse(purchase ?? '')).toMatchObject({ total: 4.5 });
    expect(JSON.parse(butter ?? '')).toMatchObject({ name: 'Butter', price: 1.5 });
    expect(JSON.parse(changed ?? '')).toMatchObject({ name: 'Butter', price: 1.75 });
    expect(JSON.parse(bought ?? '')).toMatchObject([{ total: 4.5, product: { price: 1.75 } }]);
    expect(JSON.parse(products ?? '')).toContainEqual(
      expect.objectContaining({ ...JSON.parse(changed ?? ''), purchaseCount: 1, totalSpent: 4.5 }),
    );
    expect(deleted).toBe('204');
    const { id } = JSON.parse(changed ?? '');
    expect(JSON.parse(gone ?? '')).toEqual({ id, message: `there is no ${id}` });
  });
});

describe('a collection over HTTP', () => {
  it('is created, read, changed and deleted as the contract says, each change seen at once', async () => {
    const created = await post('/products', { name: 'Butter', price: 1.5 });
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect(created.body).toEqual({ id, name: 'Butter', price: 1.5 });
    expect(created.headers.get('location')).toBe(`/products/${id}`);
    const read = await get(`/products/${id}`);
    expect([read.status, read.body, read.headers.get('etag')]).toEqual([
      200,
      created.body,
      created.headers.get('etag'),
    ]);
    const changed = await put(`/products/${id}`, { name: 'Butter', price: 1.75 });
    expect([changed.status, changed.body]).toEqual([200, { id, name: 'Butter', price: 1.75 }]);
    expect(await bodyOf('/products')).toContainEqual(changed.body);
    const deleted = await remove(`/products/${id}`);
    expect([deleted.status, deleted.body]).toEqual([204, '']);
    for (const { status, body } of [
      await get(`/products/${id}`),
      await put(`/products/${id}`, { name: 'Butter', price: 1 }),
      await remove(`/products/${id}`),
    ]) {
      expect([status, body]).toEqual([404, { id, message: `there is no ${id}` }]);
    }
  });

  it('refuses what does not fit, naming each field', async () => {
    const bad = await post('/products', { name: '', price: 1.005, colour: 'red' });
    expect([bad.status, bad.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(bad.body).toMatchObject({
      code: 'INVALID_FIELDS',
      errors: [{ pointer: '/colour' }, { pointer: '/name' }, { pointer: '/price' }],
    });
    const { id } = await createProduct();
    const other = await put(`/products/${id}`, { id: 'other', name: 'Butter', price: 1 });
    expect([other.status, other.body.errors]).toEqual([
      400,
      [{ pointer: '/id', detail: expect.any(String) }],
    ]);
    expect((await bed.call('POST', '/products', { raw: '{' })).body.code).toBe('INVALID_JSON');
    expect((await post('/products', [1])).status).toBe(400);
    expect((await get('/products?first=0')).body.errors).toMatchObject([{ field: 'first' }]);
    expect((await get('/products?colour=red')).status).toBe(400);
    expect((await post('/products', { name: 'x', price: 1 }, { key: 'two words' })).status).toBe(400);
    expect((await bed.call('PATCH', '/products')).status).toBe(405);
  });

  it('takes an id of the caller, once', async () => {
    const id = `own ${randomUUID()}/x`;
    expect((await post('/products', { id, name: 'Butter', price: 1 })).headers.get('location')).toBe(
      `/products/${encodeURIComponent(id)}`,
    );
    expect(await bodyOf(`/products/${encodeURIComponent(id)}`)).toMatchObject({ id });
    expect((await post('/products', { id, name: 'Butter', price: 1 })).status).toBe(409);
  });

  it('refuses references that lead nowhere, by name', async () => {
    const { id: productId } = await createProduct();
    const purchase = { productId, customerId: 'nobody', total: 3, transactionDate: '2026-03-02' };
    const { status, body } = await post('/purchases', purchase);
    expect([status, body.code]).toEqual([422, 'UNKNOWN_REFERENCE']);
    expect(body.errors).toEqual([{ pointer: '/customerId', detail: 'there is no nobody in customers' }]);
  });

  it('changes an item once for 200 requests at once that have seen the same', async () => {
    const { id, etag } = await createProduct();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        put(`/products/${id}`, { name: `n${i}`, price: i }, { ifMatch: etag }),
      ),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(199);
    expect(await bodyOf(`/products/${id}`)).toEqual(won[0]?.body);
    expect((await remove(`/products/${id}`, { ifMatch: etag })).status).toBe(412);
    expect((await remove(`/products/${id}`, { ifMatch: won[0]?.headers.get('etag') ?? '' })).status).toBe(
      204,
    );
  });
});

describe('an idempotency key', () => {
  it('creates one item for 100 requests at once, also after that was changed', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post('/products', { name: 'Once', price: 1 }, { key })),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    const { id } = answers[0]?.body ?? {};
    await put(`/products/${id}`, { name: 'Twice', price: 2 });
    const again = await post('/products', { price: 1, name: 'Once' }, { key });
    expect([again.status, again.body]).toEqual([201, { id, name: 'Once', price: 1 }]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await post('/products', { name: 'Other', price: 1 }, { key })).body.code).toBe('KEY_REUSED');
    expect((await post('/products', { name: 'Once', price: 1 }, { key, user: 'ben' })).body.id).not.toBe(id);
  });

  it('gets the first answer to a PUT and a DELETE whose answers were lost, also over a restart', async () => {
    const { id, etag } = await createProduct();
    const key = randomUUID();
    const body = { name: 'Butter', price: 9.99 };
    const lost = new AbortController();
    const first = put(`/products/${id}`, body, { key, ifMatch: etag, signal: lost.signal });
    await vi.waitFor(async () => expect(await bodyOf(`/products/${id}`)).toMatchObject(body));
    lost.abort();
    await first.catch(() => {});
    await put(`/products/${id}`, { name: 'Margarine', price: 1 });
    const removal = randomUUID();
    expect((await remove(`/products/${id}`, { key: removal })).status).toBe(204);
    await bed.restart();
    const again = await put(`/products/${id}`, body, { key, ifMatch: etag });
    expect([again.status, again.body]).toEqual([200, { id, ...body }]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await remove(`/products/${id}`, { key: removal })).status).toBe(204);
    expect((await remove(`/products/${id}`)).status).toBe(404);
  });
});

describe('what other programs write', () => {
  const topic = 'eventbus.products';
  const foreign = (id: string, name: string) =>
    bed.writeForeign(topic, [id, set({ id, name, price: 1, shelf: 'A' })]);
  const waitFor = (path: string, expected: object) =>
    vi.waitFor(async () => expect(await bodyOf(path)).toMatchObject(expected), {
      timeout: 10_000,
      interval: 5,
    });

  it('is the last word until the next one, between own writes', async () => {
    const { id } = await createProduct();
    for (let round = 0; round < 10; round++) {
      await foreign(id, `foreign ${round}`);
      await waitFor(`/products/${id}`, { name: `foreign ${round}`, shelf: 'A' });
      const etag = (await get(`/products/${id}`)).headers.get('etag') ?? '';
      expect(
        (await put(`/products/${id}`, { name: `own ${round}`, price: 2 }, { ifMatch: etag })).status,
      ).toBe(200);
      expect(await bodyOf(`/products/${id}`)).toEqual({ id, name: `own ${round}`, price: 2 });
    }
    await foreign('new-by-others', 'theirs');
    await waitFor('/products/new-by-others', { name: 'theirs' });
    expect((await remove('/products/new-by-others')).status).toBe(204);
  });

  it('counts around a removal and its tombstone by its place in the log', async () => {
    const { id } = await createProduct();
    const noise = Array.from({ length: 30 }, (_, i) => foreign(id, `foreign ${i}`));
    const removals = Array.from({ length: 10 }, () => remove(`/products/${id}`));
    await Promise.all([...noise, ...removals]);
    const ofId = (await bed.readForeign(topic)).filter(([key]) => key === id);
    for (const [i, [, value]] of ofId.entries()) {
      if (value !== null && (value as { eventType: string }).eventType === 'remove')
        expect(ofId[i + 1]).toEqual([id, null]);
    }
    const last = ofId.at(-1)?.[1] as { payload: object } | null;
    const now = await get(`/products/${id}`);
    expect(now.status === 404 ? null : now.body).toEqual(last?.payload ?? null);
    await bed.writeForeign(topic, [id, { eventType: 'remove', payload: { id } }]);
    await vi.waitFor(async () => expect((await get(`/products/${id}`)).status).toBe(404));
    expect((await remove(`/products/${id}`)).status).toBe(404);
    // Others' removals get no tombstone of ours.
    expect((await bed.readForeign(topic)).filter(([key]) => key === id).at(-1)?.[1]).not.toBeNull();
  });

  it('becomes an incident when it cannot be read, and stops nothing', async () => {
    const { id } = await createProduct();
    await bed.writeForeign(topic, [id, set({ id, name: 'Broken', price: 'much' })], [id, 'no json']);
    await bed.writeForeign('shop.commands', ['x', 'no command']);
    expect((await put(`/products/${id}`, { name: 'Whole', price: 2 })).status).toBe(200);
    expect(await bodyOf(`/products/${id}`)).toMatchObject({ name: 'Whole' });
    await vi.waitFor(async () => {
      const incidents = await bed.readForeign('shop.incidents');
      const reasons = incidents.map(([key, value]) => [
        key.split('/')[0],
        (value as { reason: string }).reason,
      ]);
      expect(reasons).toContainEqual([topic, 'record: payload/price: must be number,null']);
      expect(reasons).toContainEqual([topic, expect.stringContaining('not JSON')]);
      expect(reasons).toContainEqual(['shop.commands', expect.stringContaining('not JSON')]);
      // The one of before the first start, once, although the shop has been restarted.
      expect(incidents.filter(([key]) => key === `${topic}/0/5`)).toHaveLength(1);
    });
    expect(await bed.registry.metrics()).toMatch(
      /cupcakery_unreadable_records_total\{topic="eventbus.products"\} [1-9]/,
    );
  });
});

describe('lists', () => {
  it('come page by page, and can be searched', async () => {
    const word = `zz${randomUUID().slice(0, 8)}`;
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await createProduct({ name: `${word} number ${i}` })).id);
    ids.sort();
    const seen: string[] = [];
    let next: string | undefined = `/products?first=2&q=${word}`;
    for (let page = 0; next !== undefined && page < 5; page++) {
      const { body, headers } = await get(next);
      seen.push(...body.map(({ id }: { id: string }) => id));
      next = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(ids);
    expect(await bodyOf(`/products?q=NUMB 3 ${word}`)).toMatchObject([{ name: `${word} number 3` }]);
    expect((await bodyOf('/products')).length).toBeGreaterThanOrEqual(5);
  });

  it('are what a foreign reader computes of the topic', async () => {
    const products = new Map<string, unknown>();
    for (const [key, value] of await bed.readForeign('eventbus.products')) {
      if (value === null) products.delete(key);
      else if (typeof value === 'object') {
        const { eventType, payload } = value as { eventType: string; payload: { price?: unknown } };
        if (eventType === 'remove') products.delete(key);
        else if (typeof payload.price === 'number') products.set(key, payload);
      }
    }
    const sorted = [...products].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, product]) => product);
    expect(await bodyOf('/products')).toEqual(sorted);
  });
});

describe('joined views', () => {
  it('count and add up to the cent, both ways', async () => {
    const [butter, ann, ben] = [await createProduct(), await createCustomer(), await createCustomer()];
    const buy = (customerId: string, total: number) =>
      create('purchases', {
        productId: butter.id,
        customerId,
        total,
        transactionDate: '2026-03-02T09:00:00Z',
      });
    await buy(ann.id, 0.1);
    const second = await buy(ann.id, 0.2);
    await buy(ben.id, 5);
    const find = async (path: string, id: string) =>
      (await bodyOf(path)).find((one: { id: string }) => one.id === id);
    expect(await find('/api/products', butter.id)).toEqual({
      ...{ id: butter.id, name: 'Butter', price: 1.5 },
      ...{ purchaseCount: 3, customerCount: 2, totalSpent: 5.3 },
    });
    expect(await find('/api/customers', ann.id)).toMatchObject({ purchaseCount: 2, totalSpent: 0.3 });
    await remove(`/purchases/${second.id}`);
    expect(await find('/api/customers', ann.id)).toMatchObject({ purchaseCount: 1, totalSpent: 0.1 });
    const bought = await bodyOf(`/api/customers/${ann.id}/purchases`);
    expect(bought).toMatchObject([{ total: 0.1, product: { name: 'Butter' } }]);
    await remove(`/products/${butter.id}`);
    expect(await bodyOf(`/api/customers/${ann.id}/purchases`)).toMatchObject([
      { product: { id: butter.id, deleted: true } },
    ]);
    expect(await bodyOf(`/api/products/${butter.id}/purchases`)).toHaveLength(2);
    expect((await get('/api/customers/nobody/purchases')).status).toBe(404);
  });
});

describe('rights', () => {
  it('are those of the collection’s file', async () => {
    const customer = { user: 'carl', roles: 'customer' };
    const shopkeeper = { user: 'shira', roles: 'shopkeeper' };
    const product = { name: 'Butter', price: 1 };
    expect((await get('/products', customer)).status).toBe(200);
    expect((await get('/customers', customer)).status).toBe(403);
    // What is sold is for who may read purchases.
    expect((await get('/api/products', customer)).status).toBe(403);
    expect((await get('/api/products', shopkeeper)).status).toBe(200);
    const refused = await post('/products', product, customer);
    expect([refused.status, refused.body.detail]).toEqual([403, 'This needs the role shopkeeper.']);
    const { status, body } = await post('/products', product, shopkeeper);
    expect(status).toBe(201);
    expect((await put(`/products/${body.id}`, product, customer)).status).toBe(403);
    expect((await remove(`/products/${body.id}`, customer)).status).toBe(403);
    expect((await remove(`/products/${body.id}`, shopkeeper)).status).toBe(204);
    expect((await get('/customers', { user: 'sue', roles: 'sre' })).status).toBe(200);
  });
});

describe('a further collection file', () => {
  it('is a further collection: addresses, topic, rules, rights', async () => {
    const { id: productId } = await createProduct();
    const supplier = { name: 'Dairy', productId, discount: 0.05 };
    expect((await post('/suppliers', supplier, { user: 'shira', roles: 'shopkeeper' })).status).toBe(403);
    const { status, body } = await post('/suppliers', supplier, { user: 'bo', roles: 'buyer' });
    expect(status).toBe(201);
    expect((await post('/suppliers', { ...supplier, productId: 'none' })).status).toBe(422);
    expect(await bodyOf('/suppliers')).toEqual([{ id: body.id, ...supplier }]);
    expect(await bodyOf(`/api/products/${productId}/suppliers`)).toEqual([{ id: body.id, ...supplier }]);
    expect(await bed.readForeign('eventbus.suppliers')).toEqual([[body.id, set(body)]]);
  });
});
