import type { Collections } from '@cupcakery/collections/file/collection-files';
import type { GatewayContext, Services } from '../context/context.ts';
import type { ItemSource } from '../context/sources.ts';
import type { FieldReads } from '../shop/field-reads.ts';
import type { PageArgs } from '../shop/item-page.ts';
import { itemTypes } from '../shop/item-types.ts';
import { computedOf, readableOrThrow, referenceOf, referringPage } from '../shop/joined-items.ts';
import { shopOrThrow } from '../shop/readable.ts';
import {
  type CreateArgs,
  createItem,
  type DeleteArgs,
  deleteItem,
  type ItemResult,
  type ReplaceArgs,
  replaceItem,
} from '../shop/shop-mutations.ts';
import { itemById, itemsOf } from '../shop/shop-queries.ts';
import { type ItemField, itemFields } from '../typed/collection-fields.ts';
import { type CollectionNames, collectionNamesOf } from '../typed/collection-names.ts';
import { collectionSdl } from '../typed/collection-sdl.ts';
import { type Shape, shapeOf } from '../typed/details-shape.ts';
import { valueOrNull, withoutNulls } from '../typed/fit.ts';
import { objectsIn } from '../typed/shape-sdl.ts';
import { claimNames, namesBeside } from '../typed/typed-names.ts';
import { type Fields, shapeResolvers } from './shape-resolvers.ts';

/** What an addition to the schema consists of: text, and resolvers by type. */
export type SchemaPart = { sdl: string; resolvers: Record<string, Fields> };

/**
 * What the collections of this installation add to the schema: their items with typed fields and joins.
 * @param taken names that the schema has already; those of the collections are added
 * @throws Error naming the collection that needs a name which something else has
 */
export function typedCollections(collections: Collections, taken: Set<string>): SchemaPart[] {
  const wanted = new Map([...collections.keys()].sort().map((name) => [name, collectionNamesOf(name)]));
  const names = claimNames('collection', wanted, taken);
  const newName = namesBeside(
    taken,
    [...names.values()].map(({ type }) => type),
  );
  return [...names].map(([name, own]) => {
    const collection = collections.get(name);
    if (!collection) throw new Error(`there is no collection ${name}`);
    const shape = shapeOf({ additionalProperties: false, ...collection.schema }, own.type, newName);
    const fields = itemFields(collection, collections, names, shape);
    const sdl = collectionSdl({ title: collection.title, names: own, all: names, shape, fields });
    return { sdl, resolvers: resolversOf(name, own, shape, fields) };
  });
}

function resolversOf(
  collection: string,
  names: CollectionNames,
  shape: Shape,
  fields: readonly ItemField[],
): Record<string, Fields> {
  const { deleted, etag } = itemTypes.ShopItem ?? {};
  const nested = objectsIn(shape).filter((one) => one !== shape);
  return {
    ...shapeResolvers(nested),
    [names.type]: {
      deleted,
      etag,
      ...Object.fromEntries(fields.map((field) => [field.name, resolverOf(field)])),
    },
    ShopItem: {
      [names.itemField]: reading(collection, (source) =>
        source.collection.name === collection ? source : null,
      ),
    },
    Query: {
      [names.itemField]: (_root: unknown, { id }: { id: string }, context: GatewayContext) =>
        itemById(context, collection, id),
      [names.listField]: (_root: unknown, args: PageArgs & { q?: string | null }, context: GatewayContext) =>
        itemsOf(context, collection, args),
    },
    Mutation: {
      [names.createField]: changing<CreateArgs>(collection, shape, createItem),
      [names.replaceField]: changing<ReplaceArgs>(collection, shape, replaceItem),
      [names.deleteField]: (_root: unknown, { input }: { input: DeleteArgs }, context: GatewayContext) =>
        deleteItem(context, collection, input),
    },
  };
}

/** A mutation that sends an item: what its input has as null counts as left out, where the schema allows no null. */
function changing<A extends CreateArgs>(
  collection: string,
  shape: Shape,
  send: (context: GatewayContext, name: string, input: A) => Promise<ItemResult>,
) {
  return (_root: unknown, { input }: { input: A }, context: GatewayContext) =>
    send(context, collection, { ...input, item: withoutNulls(shape, input.item) });
}

type ItemResolver = (source: ItemSource, args: PageArgs, context: Services) => unknown;

function resolverOf(field: ItemField): unknown {
  switch (field.kind) {
    case 'own': {
      const { name, shape } = field.field;
      return ({ item }: ItemSource) =>
        valueOrNull(shape, item && Object.hasOwn(item, name) ? item[name] : undefined);
    }
    case 'whole':
      return ({ item }: ItemSource) => item ?? null;
    case 'computed':
      return reading(field.of, (source, _args, context) => computedOf(context, source, field.key));
    case 'reference':
      return reading(field.to, (source, _args, { shop }) =>
        readableOrThrow(referenceOf(shopOrThrow(shop).feed.view, source, field.by)),
      );
    case 'referring':
      return reading(field.from, (source, args, context) => referringPage(context, source, field, args));
  }
}

/** A field for which a collection is read. */
function reading(collection: string, resolve: ItemResolver): FieldReads & { resolve: ItemResolver } {
  return { resolve, extensions: { reads: collection } };
}
