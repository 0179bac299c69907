import type { Item } from '@cupcakery/collections/contracts/item';
import { shopCollections } from '@cupcakery/collections/testing/shop';
import { ShopView } from '@cupcakery/collections/views/shop-view';
import { expect, test } from 'vitest';
import type { ShopEntry } from '../../log/shop/shop-entry.ts';
import { touchedItems } from './touched-items.ts';

const view = new ShopView(shopCollections());
for (const id of ['p1', 'p2']) view.change('products', { id, item: { id } });
view.change('customers', { id: 'c1', item: { id: 'c1' } });
const all = new Set(view.collections.keys());
const purchase = (productId: string): Item => ({ id: 'x', productId, customerId: 'c1' });
const change = (item: Item | undefined, before: ShopEntry['before'], collection = 'purchases'): ShopEntry => {
  return { collection, id: 'x', item, before };
};

test.each<[string, ShopEntry[], string[] | null, Set<string>?]>([
  ['a purchase is made', [change(purchase('p1'), undefined)], ['p1', 'c1']],
  ['it is taken back', [change(undefined, purchase('p1'))], ['p1', 'c1']],
  ['it becomes one of another product', [change(purchase('p2'), purchase('p1'))], ['p2', 'p1', 'c1']],
  ['it is of a product that was deleted', [change(purchase('gone'), undefined)], ['c1']],
  ['it is not known what it was', [change(purchase('p1'), 'unknown')], null],
  ['a product changes, to which nothing is added up', [change({ id: 'p1' }, 'unknown', 'products')], []],
  ['only products may be read', [change(purchase('p1'), undefined)], ['p1'], new Set(['products'])],
])('when %s', (_what, changes, ids, readable = all) => {
  const touched = touchedItems(view, readable, changes);
  expect(touched?.map(({ id }) => id) ?? null).toEqual(ids);
});
