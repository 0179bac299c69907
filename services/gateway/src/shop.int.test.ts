import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { post } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { as } from './testing/operations.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';
import { startTestShop, type TestShop } from './testing/test-shop.ts';

/** A stranger's collection: nothing in code knows it. */
const suppliers = `
name: suppliers
title: Suppliers
topic: TOPICS.suppliers
writers: [shopkeeper]
readers: [shopkeeper]
schema:
  type: object
  required: [name]
  properties:
    id: { type: string }
    name: { type: string, title: Name }
    productId: { type: string }
    address:
      type: object
      additionalProperties: false
      properties: { city: { type: string } }
references: { productId: products }
`;

let pipeline: TestPipeline;
let shop: TestShop;
let gateway: TestGateway;
beforeAll(async () => {
  const brokers = inject('brokers');
  [pipeline, shop] = await Promise.all([
    startTestPipeline(brokers, 'shop'),
    startTestShop(brokers, { more: [suppliers] }),
  ]);
  await shop.set(
    'products',
    { id: 'p1', name: 'Vanilla cupcake', price: 2.5 },
    { id: 'p2', name: 'Lemon tart', price: 3.1 },
    { id: 'p3', name: 'Gone', price: 1 },
  );
  await shop.set(
    'customers',
    { id: 'c1', firstName: 'Ann', lastName: 'Baker' },
    { id: 'c2', firstName: 'Bob', lastName: 'Cook' },
  );
  const date = '2026-03-02T09:00:00Z';
  await shop.set(
    'purchases',
    { id: 'x1', productId: 'p1', customerId: 'c1', total: 0.1, transactionDate: date },
    { id: 'x2', productId: 'p1', customerId: 'c2', total: 0.2, transactionDate: date },
    { id: 'x3', productId: 'p3', customerId: 'c1', total: 1, transactionDate: date },
  );
  await shop.set('suppliers', { id: 's1', name: 'Mill', productId: 'p1', address: { city: 'Ulm' } });
  // As an old program removes: with a tombstone behind it, or without.
  await shop.write('products', ['p3', { eventType: 'remove', payload: { id: 'p3' } }], ['p3', null]);
  gateway = await startGateway(pipeline, brokers, { COLLECTIONS_DIR: shop.dir });
});
afterAll(async () => {
  await gateway?.stop();
  await shop?.stop();
  await pipeline?.stop();
});

const keeper = as('shira', 'shopkeeper');
const customer = as('ann', 'customer');
const run = async (query: string, headers = keeper, variables = {}) => {
  const { data, errors } = await post(gateway.url, query, variables, headers);
  return { data, codes: errors?.map((e) => e.extensions?.code) };
};

test('products have their fields, their totals to the cent, and their purchases', async () => {
  const { data, codes } = await run(
    `{ products { totalCount edges { node {
        id name price deleted etag purchaseCount customerCount totalSpent
        purchases { totalCount edges { node { id total customer { firstName } } } }
    } } } }`,
  );
  expect(codes).toBeUndefined();
  expect(data).toEqual({
    products: {
      totalCount: 2,
      edges: [
        {
          node: {
            id: 'p1',
            name: 'Vanilla cupcake',
            price: 2.5,
            deleted: false,
            etag: expect.stringMatching(/^[\w-]{32}$/),
            purchaseCount: 2,
            customerCount: 2,
            totalSpent: 0.3,
            purchases: {
              totalCount: 2,
              edges: [
                { node: { id: 'x1', total: 0.1, customer: { firstName: 'Ann' } } },
                { node: { id: 'x2', total: 0.2, customer: { firstName: 'Bob' } } },
              ],
            },
          },
        },
        { node: expect.objectContaining({ id: 'p2', purchaseCount: 0, totalSpent: 0 }) },
      ],
    },
  });
});

test('a purchase of a product that was deleted still names it, with what is known of it', async () => {
  const { data } = await run(
    '{ purchase(id: "x3") { product { id deleted name etag purchaseCount totalSpent } } product(id: "p3") { id } }',
  );
  expect(data).toEqual({
    purchase: {
      product: { id: 'p3', deleted: true, name: null, etag: null, purchaseCount: 1, totalSpent: 1 },
    },
    product: null,
  });
});

test('lists have pages, and a search finds beginnings of words', async () => {
  const page = `query P($after: String) { products(first: 1, after: $after) {
    edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
  const first = await run(page);
  expect(first.data).toMatchObject({
    products: { edges: [{ node: { id: 'p1' } }], pageInfo: { hasNextPage: true } },
  });
  const { pageInfo } = (first.data as { products: { pageInfo: { endCursor: string } } }).products;
  expect((await run(page, keeper, { after: pageInfo.endCursor })).data).toMatchObject({
    products: { edges: [{ node: { id: 'p2' } }], pageInfo: { hasNextPage: false } },
  });
  expect((await run('{ products(q: "tar LEM") { totalCount edges { node { id } } } }')).data).toEqual({
    products: { totalCount: null, edges: [{ node: { id: 'p2' } }] },
  });
  expect((await run('{ products(after: "x") { totalCount } }')).codes).toEqual(['BAD_REQUEST']);
  expect((await run('{ products(first: 201) { totalCount } }')).codes).toEqual(['BAD_REQUEST']);
});

test('a page that knows no collection gets along with the fields for all of them', async () => {
  const { data, codes } = await run(
    `{ collections { name title writable computed references { field collection } }
       items(collection: "purchases", of: { field: "productId", id: "p1" }) {
         totalCount edges { node { id fields references { field item { id fields computed } } } } } }`,
  );
  expect(codes).toBeUndefined();
  expect(data).toMatchObject({
    collections: expect.arrayContaining([
      {
        name: 'products',
        title: 'Products',
        writable: true,
        computed: ['purchaseCount', 'customerCount', 'totalSpent'],
        references: [],
      },
    ]),
    items: {
      totalCount: 2,
      edges: [
        {
          node: {
            id: 'x1',
            fields: { total: 0.1, productId: 'p1' },
            references: [
              { field: 'productId', item: { id: 'p1', computed: { totalSpent: 0.3 } } },
              { field: 'customerId', item: { fields: { firstName: 'Ann' } } },
            ],
          },
        },
        { node: { id: 'x2' } },
      ],
    },
  });
});

test('a fourth collection is there by its file alone', async () => {
  const { data, codes } = await run(
    `{ suppliers { edges { node { name address { city } product { name suppliers { totalCount } } } } }
       item(collection: "suppliers", id: "s1") { fields supplier { name } product { name } } }`,
  );
  expect(codes).toBeUndefined();
  expect(data).toMatchObject({
    suppliers: {
      edges: [
        {
          node: {
            name: 'Mill',
            address: { city: 'Ulm' },
            product: { name: 'Vanilla cupcake', suppliers: { totalCount: 1 } },
          },
        },
      ],
    },
    item: { fields: { name: 'Mill' }, supplier: { name: 'Mill' }, product: null },
  });
});

test('who may not read a collection gets nothing of it, by no way', async () => {
  expect((await run('{ products { edges { node { name price } } } }', customer)).codes).toBeUndefined();
  expect((await run('{ collections { name writable } }', customer)).data).toEqual({
    collections: [{ name: 'products', writable: false }],
  });
  for (const query of [
    '{ customers { totalCount } }',
    '{ customer(id: "c1") { id } }',
    '{ item(collection: "customers", id: "c1") { fields } }',
    '{ items(collection: "purchases") { totalCount } }',
    '{ product(id: "p1") { purchases { edges { node { customer { firstName } } } } } }',
    '{ product(id: "p1") { totalSpent } }',
    '{ item(collection: "products", id: "p1") { product { suppliers { totalCount } } } }',
  ]) {
    const { data, codes } = await run(query, customer);
    expect([query, codes]).toEqual([query, ['FORBIDDEN']]);
    expect(JSON.stringify(data ?? null)).not.toMatch(/Ann|Bob|Mill/);
  }
  const { data } = await run('{ item(collection: "products", id: "p1") { computed } }', customer);
  expect(data).toEqual({ item: { computed: {} } });
});

test('a record that cannot be read is counted and left out, and the next one is shown', async () => {
  const metric = () =>
    gateway.metric('cupcakery_unreadable_records_total', { topic: shop.topicOf('products') });
  await shop.write(
    'products',
    ['p4', 'no JSON'],
    ['p4', { eventType: 'set', payload: { id: 'p4', name: 'Fudge', price: 'much' } }],
    ['p4', { eventType: 'set', payload: { id: 'p4', name: 'Fudge', price: 4, weight: 70 } }],
  );
  await vi.waitFor(async () =>
    expect((await run('{ item(collection: "products", id: "p4") { fields } }')).data).toEqual({
      item: { fields: { id: 'p4', name: 'Fudge', price: 4, weight: 70 } },
    }),
  );
  expect(await metric()).toBe(2);
});

test('what is asked for must be there', async () => {
  expect((await run('{ items(collection: "cakes") { totalCount } }')).codes).toEqual(['NOT_FOUND']);
  const of = '{ items(collection: "products", of: { field: "name", id: "x" }) { totalCount } }';
  expect((await run(of)).codes).toEqual(['BAD_REQUEST']);
});

test('lists in lists are limited by what they may cost, in a stream too', async () => {
  const purchases = (first: number) =>
    `purchases(first: ${first}) { edges { node { id customer { firstName } } } }`;
  const query = (first: number) => `{ products(first: 200) { edges { node { ${purchases(first)} } } } }`;
  expect((await run(query(20))).codes).toBeUndefined();
  expect((await run(query(200))).codes).toEqual(['TOO_COMPLEX']);
  const stream = `subscription { shop { items { product { ${purchases(200)} } } } }`;
  expect((await run(stream)).codes).toEqual(['TOO_COMPLEX']);
});
