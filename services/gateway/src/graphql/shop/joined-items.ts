import type { ShopView } from '@cupcakery/collections/views/shop-view';
import type { Services } from '../context/context.ts';
import type { ItemSource, Readable } from '../context/sources.ts';
import { type ItemPage, itemPage, type PageArgs } from './item-page.ts';
import { shopOrThrow, unreadable } from './readable.ts';

/** An item by its id, also one that there is not. */
export function sourceOf(view: ShopView, readable: Readable, name: string, id: string): ItemSource {
  const table = view.table(name);
  return { collection: table.collection, id, item: table.get(id), readable };
}

/** The item that a field refers to, whoever may read it; undefined: the field has no id. */
export function referenceOf(view: ShopView, source: ItemSource, field: string): ItemSource | undefined {
  const target = source.collection.references[field];
  const id = source.item?.[field];
  if (target === undefined || typeof id !== 'string') return undefined;
  return sourceOf(view, source.readable, target, id);
}

/** @throws GraphQLError FORBIDDEN when the item may not be read */
export function readableOrThrow(source: ItemSource | undefined): ItemSource | null {
  if (source && !source.readable.has(source.collection.name)) throw unreadable(source.collection);
  return source ?? null;
}

/**
 * A page of the items that refer to an item, also to one that was deleted.
 * @throws GraphQLError FORBIDDEN, BAD_REQUEST
 */
export function referringPage(
  { shop }: Pick<Services, 'shop'>,
  { id, readable }: ItemSource,
  { from, by }: { from: string; by: string },
  args: PageArgs,
): ItemPage {
  const { feed } = shopOrThrow(shop);
  const { collection } = feed.view.table(from);
  if (!readable.has(from)) throw unreadable(collection);
  return itemPage(feed, collection, readable, { ...args, of: { field: by, id } });
}

/**
 * What is computed for an item, also for one that was deleted.
 * @throws GraphQLError FORBIDDEN when the items that it is computed of may not be read
 */
export function computedOf(
  { shop }: Pick<Services, 'shop'>,
  { collection, id, readable }: ItemSource,
  key: string,
): unknown {
  const { view } = shopOrThrow(shop).feed;
  const of = collection.computed[key]?.of;
  if (of === undefined) return null;
  if (!readable.has(of)) throw unreadable(view.collections.get(of));
  return view.computedOf(collection, key, id);
}
