import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../contracts/item.ts';
import { amountOf, centsOf } from '../money.ts';
import { productsFile, shopCollections } from '../testing/shop.ts';
import { ShopView } from './shop-view.ts';
import { Table } from './table.ts';
import { wordsIn } from './words.ts';

const collections = shopCollections();
const products = productsFile();
const set = (view: ShopView, collection: string, item: Item) =>
  view.change(collection, { id: item.id, item });
const remove = (view: ShopView, collection: string, id: string) =>
  view.change(collection, { id, item: undefined });
const computedOf = (view: ShopView, collection: string, id: string) => {
  const { collection: file, get } = {
    collection: view.table(collection).collection,
    get: view.table(collection),
  };
  const item = get.get(id);
  return item && view.computed(file, item);
};
const purchase = (id: string, productId: string, customerId: string, total: number): Item => ({
  id,
  productId,
  customerId,
  total,
  transactionDate: '2026-03-02',
});

describe('joined views', () => {
  it('count and add up purchases to the cent, and follow every change', () => {
    const view = new ShopView(collections);
    set(view, 'products', { id: 'b', name: 'Butter', price: 0.1 });
    set(view, 'customers', { id: 'ann', firstName: 'Ann', lastName: 'Baker' });
    set(view, 'purchases', purchase('1', 'b', 'ann', 0.1));
    set(view, 'purchases', purchase('2', 'b', 'ann', 0.2));
    set(view, 'purchases', purchase('3', 'b', 'ben', 1));
    expect(computedOf(view, 'products', 'b')).toMatchObject({
      purchaseCount: 3,
      customerCount: 2,
      totalSpent: 1.3,
    });
    expect(computedOf(view, 'customers', 'ann')).toMatchObject({ purchaseCount: 2, totalSpent: 0.3 });
    set(view, 'purchases', purchase('3', 'b', 'ann', 2.5));
    expect(computedOf(view, 'products', 'b')).toMatchObject({ customerCount: 1, totalSpent: 2.8 });
    remove(view, 'purchases', '1');
    expect(computedOf(view, 'customers', 'ann')).toMatchObject({ purchaseCount: 2, totalSpent: 2.7 });
  });

  it('join what a purchase refers to, and say when that is deleted', () => {
    const view = new ShopView(collections);
    set(view, 'customers', { id: 'ann', firstName: 'Ann', lastName: 'Baker' });
    set(view, 'purchases', purchase('1', 'b', 'ann', 1));
    const { items } = view.referringJoined('purchases', 'customerId', 'ann', { first: 10 });
    expect(items).toEqual([{ ...purchase('1', 'b', 'ann', 1), product: { id: 'b', deleted: true } }]);
    expect(view.referringJoined('purchases', 'productId', 'b', { first: 10 }).items).toMatchObject([
      { customer: { firstName: 'Ann' } },
    ]);
  });

  it('are, after any changes in any order, what a scan of all purchases gives', () => {
    const ids = fc.constantFrom('a', 'b', 'c');
    const change = fc.record({
      id: fc.constantFrom('1', '2', '3', '4', '5'),
      item: fc.option(
        fc.record({ productId: ids, customerId: ids, cents: fc.integer({ min: -5, max: 1e9 }) }),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const view = new ShopView(collections);
        for (const id of ['a', 'b', 'c']) {
          set(view, 'products', { id });
          set(view, 'customers', { id });
        }
        const purchases = new Map<string, Item>();
        for (const { id, item } of changes) {
          const next = item ? purchase(id, item.productId, item.customerId, amountOf(item.cents)) : undefined;
          if (next) purchases.set(id, next);
          else purchases.delete(id);
          view.change('purchases', { id, item: next });
        }
        for (const id of ['a', 'b', 'c']) {
          const sold = [...purchases.values()].filter(({ productId }) => productId === id);
          const bought = [...purchases.values()].filter(({ customerId }) => customerId === id);
          expect(computedOf(view, 'products', id)).toMatchObject({
            purchaseCount: sold.length,
            customerCount: new Set(sold.map(({ customerId }) => customerId)).size,
            totalSpent: totalOf(sold),
          });
          expect(computedOf(view, 'customers', id)).toMatchObject({
            purchaseCount: bought.length,
            totalSpent: totalOf(bought),
          });
          const listed = view.referringJoined('purchases', 'productId', id, { first: 100 }).items;
          expect(listed.map((one) => one.id)).toEqual(sold.map((one) => one.id).sort());
        }
      }),
    );
  });
});

function totalOf(items: Item[]): number {
  return amountOf(items.reduce((sum, { total }) => sum + (centsOf(Number(total)) ?? 0), 0));
}

describe('lists', () => {
  it('are read page by page, each item once, while others come and go', () => {
    const view = new ShopView(collections);
    const table = view.table('products');
    for (const id of ['d', 'a', 'c', 'b', 'e']) set(view, 'products', { id, name: id });
    const first = table.list({ first: 2 });
    expect([first.items.map(({ id }) => id), first.more]).toEqual([['a', 'b'], true]);
    remove(view, 'products', 'b');
    set(view, 'products', { id: 'aa', name: 'new' });
    expect(table.list({ first: 2, after: 'b' }).items.map(({ id }) => id)).toEqual(['c', 'd']);
    expect(table.list({ first: 5, after: 'd' })).toMatchObject({ items: [{ id: 'e' }], more: false });
  });

  it('find the beginnings of words, in any order, case and accent', () => {
    const view = new ShopView(collections);
    set(view, 'products', { id: '1', name: 'Crème brûlée', description: 'with Vanilla' });
    set(view, 'products', { id: '2', name: 'Vanilla cupcake' });
    const find = (q: string) =>
      view
        .table('products')
        .list({ first: 10, q })
        .items.map(({ id }) => id);
    expect([find('creme'), find('van'), find('VAN crè'), find('anilla'), find('!')]).toEqual([
      ['1'],
      ['1', '2'],
      ['1'],
      [],
      ['1', '2'],
    ]);
    set(view, 'products', { id: '2', name: 'Lemon cupcake' });
    expect([find('van'), find('lem cup')]).toEqual([['1'], ['2']]);
  });

  it('are, after any changes, what a scan gives', () => {
    const words = fc.constantFrom('lemon', 'lime', 'vanilla', 'van');
    const change = fc.record({
      id: fc.integer({ min: 0, max: 80 }).map(String),
      name: fc.option(fc.array(words, { maxLength: 3 }).map((some) => some.join(' '))),
    });
    const query = fc.record({
      first: fc.integer({ min: 1, max: 90 }),
      after: fc.option(fc.integer({ min: 0, max: 80 }).map(String), { nil: undefined }),
      q: fc.option(fc.constantFrom('l', 'lemon', 'v lim', 'van'), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { maxLength: 100 }), { maxLength: 4 }),
        query,
        (rounds, asked) => {
          const view = new ShopView(collections);
          // All words count as frequent ones.
          const frequent = new Table(products, 0);
          const all = new Map<string, Item>();
          for (const changes of rounds) {
            for (const { id, name } of changes) {
              if (name === null) all.delete(id);
              else all.set(id, { id, name });
              view.change('products', { id, item: all.get(id) });
              frequent.set(id, all.get(id));
              frequent.indexSome(1);
            }
            const { first, after, q } = asked;
            const fits = ({ id, name }: Item) =>
              (after === undefined || id > after) &&
              wordsIn(q ?? '').every((start) =>
                String(name)
                  .split(' ')
                  .some((word) => word.startsWith(start)),
              );
            const expected = [...all.values()].filter(fits).sort((a, b) => (a.id < b.id ? -1 : 1));
            for (const one of [view.table('products'), frequent]) {
              const page = one.list(asked);
              expect(page.items).toEqual(expected.slice(0, first));
              expect(page.more).toBe(expected.length > first);
            }
          }
        },
      ),
    );
  });
});
