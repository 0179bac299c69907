import type { GatewayContext } from '../context/context.ts';
import type { ItemSource } from '../context/sources.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { type ItemPage, itemPage, type PageArgs } from './item-page.ts';
import { sourceOf } from './joined-items.ts';
import { collectionOf, readableBy } from './readable.ts';

/** The item with that id, if there is one. */
export function itemById(context: GatewayContext, name: string, id: string): ItemSource | null {
  const { live, readable } = collectionOf(context, name);
  const source = sourceOf(live.feed.view, readable, name, id);
  return source.item ? source : null;
}

/** A page of a collection. */
export function itemsOf(
  context: GatewayContext,
  name: string,
  args: PageArgs & { q?: string | null; of?: { field: string; id: string } | null },
): ItemPage {
  const { collection, live, readable } = collectionOf(context, name);
  return itemPage(live.feed, collection, readable, args);
}

/** Queries of the shop; whether the caller may read the collection is checked first of all. */
export const shopQueries = {
  collections(_root, _args, { shop, caller }) {
    if (!shop) return [];
    const { collections } = shop.feed.view;
    const readable = readableBy(caller.principal, collections);
    return [...collections.values()].filter(({ name }) => readable.has(name));
  },
  item: (_root, { collection, id }, context) => itemById(context, collection, id),
  items: (_root, { collection, ...args }, context) => itemsOf(context, collection, args),
} satisfies QueryResolvers;
