import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import { post } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { as } from './testing/operations.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';
import { type ShopWatch, startTestShop, type TestShop, watchShop } from './testing/test-shop.ts';

const brokers = inject('brokers');
const keeper = as('shira', 'shopkeeper');
const customer = as('ann', 'customer');
const patient = { timeout: 30_000, interval: 20 };

let pipeline: TestPipeline;
const stops: (() => unknown)[] = [];
beforeAll(async () => {
  pipeline = await startTestPipeline(brokers, 'shop-stream');
});
afterAll(() => pipeline?.stop());
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function openShop(options: Parameters<typeof startTestShop>[1] = {}): Promise<TestShop> {
  const shop = await startTestShop(brokers, options);
  stops.push(shop.stop);
  return shop;
}

async function gatewayFor(shop: TestShop, env: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await startGateway(pipeline, brokers, { COLLECTIONS_DIR: shop.dir, ...env });
  stops.push(gateway.stop);
  return gateway;
}

type Options = { fields?: string; headers?: Record<string, string> };
function watch(gateway: TestGateway, variables: Parameters<typeof watchShop>[1], options: Options = {}) {
  const watched = watchShop(gateway.ws, variables, { headers: keeper, ...options });
  stops.push(watched.stop);
  return watched;
}

const until = (holds: () => unknown) => vi.waitFor(holds, patient);
const began = (watched: ShopWatch) => until(() => expect(watched.payloads.length).toBeGreaterThan(0));
const product = (n: number, price = n) => ({ id: `p${n}`, name: `Cake ${n}`, price });
/** What a client knows that has applied these payloads: ids with their prices. */
function knownBy(...watched: ShopWatch[]): Record<string, unknown> {
  const known = new Map<string, unknown>();
  for (const { kind, items, removed } of watched.flatMap(({ payloads }) => payloads)) {
    if (kind === 'SNAPSHOT') known.clear();
    for (const { id } of removed) known.delete(id);
    for (const { id, fields } of items) known.set(id, z.looseObject({}).parse(fields).price);
  }
  return Object.fromEntries(known);
}
const cursorOf = ({ payloads }: ShopWatch) => z.string().parse(payloads.at(-1)?.cursor);
const idsIn = ({ payloads }: ShopWatch) => payloads.flatMap(({ items }) => items.map(({ id }) => id));

test('a client gets a snapshot, then changes and removals, each once, with what is joined as it is then', async () => {
  const shop = await openShop();
  await shop.set('products', product(1));
  const gateway = await gatewayFor(shop);
  const all = watch(gateway, {}, { fields: 'fields purchase { product { totalSpent } }' });
  const equal = watch(gateway, { collections: ['products'] });
  await began(all);
  await began(equal);
  expect(all.payloads[0]).toMatchObject({ kind: 'SNAPSHOT', items: [{ collection: 'products', id: 'p1' }] });
  const bought = { id: 'x1', productId: 'p1', customerId: 'c1', total: 1.1, transactionDate: '2026-03-02' };
  await shop.set('purchases', bought);
  await until(() =>
    expect(all.payloads.at(-1)).toMatchObject({
      kind: 'CHANGE',
      items: [{ collection: 'purchases', id: 'x1', purchase: { product: { totalSpent: 1.1 } } }],
      touched: [{ id: 'p1', computed: { totalSpent: 1.1, purchaseCount: 1 } }],
    }),
  );
  await shop.write('purchases', ['x1', { eventType: 'remove' }], ['x1', null]);
  await until(() =>
    expect(all.payloads.at(-1)).toMatchObject({
      removed: [{ collection: 'purchases', id: 'x1' }],
      touched: [{ id: 'p1', computed: { totalSpent: 0, purchaseCount: 0 } }],
    }),
  );
  await shop.write('products', ['p1', { eventType: 'remove', payload: { id: 'p1' } }], ['p1', null]);
  await shop.set('products', product(2));
  await until(() => expect(idsIn(equal)).toEqual(['p1', 'p2']));
  // The tombstone behind the remove removes nothing more.
  for (const one of [all, equal]) {
    const removed = one.payloads.flatMap((payload) => payload.removed).filter(({ id }) => id !== 'x1');
    expect(removed).toEqual([{ collection: 'products', id: 'p1' }]);
  }
  expect(idsIn(equal)).not.toContain('x1');
});

test.each([
  ['its ring', {}],
  ['the log', { RESUME_EVENTS: '2' }],
])('after a restart of the gateway a client resumes by %s and misses nothing', async (_name, env) => {
  const shop = await openShop();
  await shop.set('products', product(1), product(2), product(3));
  const first = await gatewayFor(shop, env);
  const before = watch(first, { collections: ['products'] });
  await began(before);
  await shop.set('products', product(4));
  await until(() => expect(knownBy(before)).toMatchObject({ p4: 4 }));
  await first.stop();
  await shop.set('products', product(1, 10), product(5));
  await shop.write('products', ['p2', { eventType: 'remove', payload: { id: 'p2' } }], ['p2', null]);
  // Never known to the client, and gone again.
  await shop.set('products', product(6));
  await shop.write('products', ['p6', null], ['p3', 'no JSON']);
  await shop.set('customers', { id: 'c1', firstName: 'Ann', lastName: 'Baker' });
  const second = await gatewayFor(shop, env);
  const after = watch(second, { collections: ['products'], after: cursorOf(before) });
  await shop.set('products', product(7));
  await until(() => expect(knownBy(before, after)).toEqual({ p1: 10, p3: 3, p4: 4, p5: 5, p7: 7 }));
  expect(after.payloads.map(({ kind }) => kind)).not.toContain('SNAPSHOT');
  expect(idsIn(after).filter((id) => id === 'p5')).toHaveLength(1);
  // Products refer to nothing.
  expect(after.payloads.flatMap(({ touched }) => touched)).toEqual([]);
  expect(after.codes).toEqual([]);
});

test('a cursor expires with the process where a stranger’s topic may be compacted at once, rather than lose a change', async () => {
  const shop = await openShop({ settings: { 'min.compaction.lag.ms': '0' } });
  await shop.set('products', product(1));
  const first = await gatewayFor(shop);
  const before = watch(first, { collections: ['products'] });
  await began(before);
  await shop.set('products', product(2));
  await until(() => expect(idsIn(before)).toEqual(['p1', 'p2']));
  const second = await gatewayFor(shop);
  const refused = watch(second, { collections: ['products'], after: cursorOf(before) });
  await until(() => expect(refused.codes).toEqual(['CURSOR_EXPIRED']));
});

test('cursors are of one set of topics', async () => {
  const [one, other] = await Promise.all([openShop(), openShop()]);
  const gateways = [await gatewayFor(one), await gatewayFor(other)] as const;
  const watched = watch(gateways[0], {});
  await began(watched);
  const refused = watch(gateways[1], { after: cursorOf(watched) });
  await until(() => expect(refused.codes).toEqual(['CURSOR_EXPIRED']));
});

test('a shop that is larger than a snapshot may be is read in pages, and followed from where the first one was', async () => {
  const shop = await openShop();
  await shop.set('products', product(1), product(2), product(3));
  const gateway = await gatewayFor(shop, { MAX_SNAPSHOT: '2' });
  const refused = watch(gateway, {});
  await until(() => expect(refused.codes).toEqual(['SNAPSHOT_TOO_LARGE']));
  const { data } = await post(gateway.url, '{ products(first: 2) { changesAfter } }', {}, keeper);
  const { products } = z.object({ products: z.object({ changesAfter: z.string() }) }).parse(data);
  await shop.set('products', product(4));
  const watched = watch(gateway, { after: products.changesAfter });
  await until(() => expect(idsIn(watched)).toEqual(['p4']));
});

test('a subscriber gets what the files allow: by default all that may be read, and nothing else by any field', async () => {
  const shop = await openShop();
  await shop.set('products', product(1));
  await shop.set('customers', { id: 'c1', firstName: 'Ann', lastName: 'Baker' });
  const gateway = await gatewayFor(shop);
  const own = watch(gateway, {}, { headers: customer });
  const keepers = watch(gateway, {});
  await began(own);
  await began(keepers);
  expect(idsIn(own)).toEqual(['p1']);
  expect(idsIn(keepers).sort()).toEqual(['c1', 'p1']);
  const refused = [
    watch(gateway, { collections: ['products', 'customers'] }, { headers: customer }),
    watch(gateway, {}, { headers: customer, fields: 'product { purchases { totalCount } }' }),
    watch(gateway, {}, { headers: customer, fields: 'product { totalSpent }' }),
    watch(gateway, {}, { headers: customer, fields: 'customer { firstName }' }),
  ];
  for (const one of refused) {
    await until(() => expect(one.codes).toEqual(['FORBIDDEN']));
    expect(one.payloads).toEqual([]);
  }
  const unknown = watch(gateway, { collections: ['cakes'] });
  await until(() => expect(unknown.codes).toEqual(['NOT_FOUND']));
});
