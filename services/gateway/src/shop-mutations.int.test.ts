import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { post } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { as } from './testing/operations.ts';
import { startHttpService } from './testing/order-api.ts';
import { startOwnBroker } from './testing/own-broker.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';
import { startTestShop, type TestShop } from './testing/test-shop.ts';

const keeper = as('shira', 'shopkeeper');
const teams = `
name: teams
title: Teams
topic: TOPICS.teams
writers: [shopkeeper]
schema: { type: object, required: [name], properties: { id: { type: string }, name: { type: string }, note: { type: string } } }
`;

// The shop has its topics and its group once on a broker, and other tests have a shop, too.
let broker: Awaited<ReturnType<typeof startOwnBroker>>;
let pipeline: TestPipeline;
let shop: TestShop;
beforeAll(async () => {
  broker = await startOwnBroker();
  const { brokers } = broker;
  [pipeline, shop] = await Promise.all([
    startTestPipeline(brokers, 'shop-changes'),
    startTestShop(brokers, { more: [teams], withShop: true }),
  ]);
});
afterAll(async () => {
  await shop?.stop();
  await pipeline?.stop();
  await broker?.stop();
});

const resultShape = z.object({
  id: z.string().nullable(),
  item: z.looseObject({ id: z.string(), etag: z.string() }).nullable(),
  errors: z.array(z.object({ code: z.string(), field: z.string().nullable() })),
});

/** Runs a mutation with one input; returns its result. */
async function change(
  gateway: TestGateway,
  [name, type]: [string, string],
  input: object,
  { fields = '', headers = keeper }: { fields?: string; headers?: Record<string, string> } = {},
) {
  const { data, errors } = await post(
    gateway.url,
    `mutation Do($input: ${type}!) { ${name}(input: $input) { id item { id etag ${fields} } errors { code field } } }`,
    { input },
    headers,
  );
  expect(errors).toBeUndefined();
  const result = resultShape.parse(z.record(z.string(), z.unknown()).parse(data)[name]);
  return { ...result, codes: result.errors.map(({ code }) => code) };
}
const create: [string, string] = ['createItem', 'CreateItemInput'];
const replace: [string, string] = ['replaceItem', 'ReplaceItemInput'];
const remove: [string, string] = ['deleteItem', 'DeleteItemInput'];

test('while the shop is away nothing changes, and reading goes on', async () => {
  const gateway = await startGateway(pipeline, broker.brokers, {
    COLLECTIONS_DIR: shop.dir,
    SHOP_URL: 'http://127.0.0.1:1',
  });
  const item = { name: 'Fudge', price: 1 };
  expect((await change(gateway, create, { collection: 'products', item })).codes).toEqual(['UNAVAILABLE']);
  expect((await post(gateway.url, '{ products { totalCount } }', {}, keeper)).errors).toBeUndefined();
  await gateway.stop();
});

describe('with the shop itself', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    const url = await startHttpService(pipeline, 'shop', {
      COLLECTIONS_DIR: shop.dir,
      INSTANCE_ID: 'shop-0',
      REPLY_TIMEOUT_MS: '30000',
    });
    gateway = await startGateway(pipeline, broker.brokers, {
      COLLECTIONS_DIR: shop.dir,
      SHOP_URL: url,
      SHOP_TIMEOUT_MS: '40000',
    });
  }, 60_000);
  afterAll(() => gateway?.stop());

  test('an item is created once for a key, and shown as it is then', { timeout: 60_000 }, async () => {
    const input = { item: { name: 'Butter', price: 1.5, picture: null }, idempotencyKey: 'k1' };
    const typed: [string, string] = ['createProduct', 'CreateProductInput'];
    const fields = 'name price picture purchaseCount';
    const created = await change(gateway, typed, input, { fields });
    expect(created).toMatchObject({
      codes: [],
      item: { name: 'Butter', price: 1.5, picture: null, purchaseCount: 0 },
    });
    const repeated = await change(gateway, typed, input, { fields });
    expect(repeated).toEqual(created);
    const other = { ...input, item: { name: 'Salt', price: 1 } };
    expect((await change(gateway, typed, other)).codes).toEqual(['KEY_REUSED']);
    const query = `{ product(id: "${created.id}") { etag } }`;
    await vi.waitFor(async () =>
      expect((await post(gateway.url, query, {}, keeper)).data).toEqual({
        product: { etag: created.item?.etag },
      }),
    );
  });

  test('only who has seen the last change may change an item, where that is asked for', async () => {
    const item = { id: 'p1', name: 'Sugar', price: 1 };
    const created = await change(gateway, create, { collection: 'products', item });
    expect(created.id).toBe('p1');
    expect((await change(gateway, create, { collection: 'products', item })).codes).toEqual(['EXISTS']);
    const on = { collection: 'products', id: 'p1' };
    const ifMatch = created.item?.etag;
    const next = await change(gateway, replace, { ...on, ifMatch, item: { name: 'Sugar', price: 2 } });
    expect(next.codes).toEqual([]);
    for (const [mutation, fields] of [
      [replace, { item: { name: 'Sugar', price: 3 } }],
      [remove, {}],
    ] as const) {
      const { codes, item: none } = await change(gateway, mutation, { ...on, ifMatch, ...fields });
      expect([codes, none]).toEqual([['STALE'], null]);
    }
    const gone = await change(gateway, remove, { ...on, ifMatch: next.item?.etag });
    expect(gone).toEqual({ id: 'p1', item: null, errors: [], codes: [] });
    expect((await change(gateway, remove, on)).codes).toEqual(['NOT_FOUND']);
  });

  test('what does not fit is refused by field, and so is who may not', async () => {
    const product = { collection: 'products', item: { name: 'Salt', price: 1.001 } };
    expect((await change(gateway, create, product)).errors).toEqual([{ code: 'INVALID', field: '/price' }]);
    const purchase = { productId: 'no', customerId: 'none', total: 1, transactionDate: '2026-03-02' };
    const { codes } = await change(gateway, create, { collection: 'purchases', item: purchase });
    expect(new Set(codes)).toEqual(new Set(['UNKNOWN_REFERENCE']));
    const customer = { headers: as('ann', 'customer') };
    const fine = { collection: 'products', item: { name: 'Salt', price: 1 } };
    expect((await change(gateway, create, fine, customer)).codes).toEqual(['FORBIDDEN']);
    expect((await change(gateway, create, { ...fine, collection: 'cakes' })).codes).toEqual(['NOT_FOUND']);
  });

  test('a fourth collection has mutations of its own', async () => {
    const item = { name: 'Night', note: null };
    const created = await change(
      gateway,
      ['createTeam', 'CreateTeamInput'],
      { item },
      { fields: 'name note' },
    );
    expect(created).toMatchObject({ codes: [], item: { name: 'Night', note: null } });
    const { id } = created;
    const next = { id, item: { name: 'Day', note: 'early' } };
    expect(
      await change(gateway, ['replaceTeam', 'ReplaceTeamInput'], next, { fields: 'name note' }),
    ).toMatchObject({ codes: [], item: { name: 'Day', note: 'early' } });
    expect((await change(gateway, ['deleteTeam', 'DeleteTeamInput'], { id })).codes).toEqual([]);
  });
});
