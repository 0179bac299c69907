import { may } from '@cupcakery/workflow/access/rights';
import { shopRights } from '@cupcakery/workflow/access/subjects';
import type { Services } from '../context/context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { computedOf, readableOrThrow, referenceOf } from './joined-items.ts';
import { shopOrThrow } from './readable.ts';

/** Resolvers of collections; only root fields return them, so there is a caller. */
export const collectionTypes: Pick<Resolvers, 'Collection'> = {
  Collection: {
    writable: (collection, _args, { caller }) =>
      may(caller.principal, 'item.write', { workflow: shopRights, collection }),
    references: ({ references }) =>
      Object.entries(references).map(([field, collection]) => ({ field, collection })),
    computed: ({ computed }) => Object.keys(computed),
  },
};

/** Resolvers of items of any collection. Their context has no caller: one answer may go to many. */
export const itemTypes: Pick<Resolvers<Services>, 'ShopItem' | 'ItemReference'> = {
  ShopItem: {
    collection: ({ collection }) => collection.name,
    deleted: ({ item }) => item === undefined,
    etag: ({ collection, item }, _args, { shop }) =>
      item ? shopOrThrow(shop).feed.view.table(collection.name).etagOf(item) : null,
    fields: ({ item }) => item ?? null,
    computed(source, _args, context) {
      const { collection, readable } = source;
      const allowed = Object.keys(collection.computed).filter((key) =>
        readable.has(collection.computed[key]?.of ?? ''),
      );
      return Object.fromEntries(allowed.map((key) => [key, computedOf(context, source, key)]));
    },
    references(source, _args, { shop }) {
      const { view } = shopOrThrow(shop).feed;
      return Object.keys(source.collection.references).flatMap((field) => {
        const target = referenceOf(view, source, field);
        return target ? [{ field, target }] : [];
      });
    },
  },
  ItemReference: { item: ({ target }) => readableOrThrow(target) },
};
