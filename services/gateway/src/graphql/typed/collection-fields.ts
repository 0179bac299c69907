import type { Collection } from '@cupcakery/collections/file/collection-file';
import type { Collections } from '@cupcakery/collections/file/collection-files';
import { joinedName } from '@cupcakery/collections/views/shop-view';
import { type CollectionNames, capitalized } from './collection-names.ts';
import type { Field, Shape } from './details-shape.ts';

/** A field of an item's type. */
export type ItemField = { name: string } & (
  | { kind: 'own'; field: Field }
  /** The whole item, where its schema is none that GraphQL could type. */
  | { kind: 'whole' }
  /** What the items of the collection `of` know of it. */
  | { kind: 'computed'; key: string; of: string; type: 'Int' | 'Float' }
  /** The item that it refers to. */
  | { kind: 'reference'; by: string; to: string }
  /** The items that refer to it. */
  | { kind: 'referring'; from: string; by: string }
);

/** What each type has besides: of every item. */
const common = ['id', 'deleted', 'etag'];

/**
 * The fields of an item's type. A name that is taken already gets a number: those of the schema come first.
 * @param names of all collections
 */
export function itemFields(
  collection: Collection,
  collections: Collections,
  names: ReadonlyMap<string, CollectionNames>,
  shape: Shape,
): ItemField[] {
  const taken = new Set(common);
  const free = (preferred: string) => {
    let name = preferred;
    for (let n = 2; taken.has(name); n += 1) name = `${preferred}_${n}`;
    taken.add(name);
    return name;
  };
  const own: ItemField[] =
    shape.kind === 'object'
      ? shape.fields
          .filter(({ name }) => name !== 'id')
          .map((field) => ({ kind: 'own', name: free(field.name), field }))
      : [{ kind: 'whole', name: free('fields') }];
  const computed = Object.entries(collection.computed).map(([key, { of, sum }]): ItemField => {
    return { kind: 'computed', name: free(key), key, of, type: sum === undefined ? 'Int' : 'Float' };
  });
  const references = Object.entries(collection.references).map(
    ([by, to]): ItemField => ({ kind: 'reference', name: free(joinedName(by)), by, to }),
  );
  const referring = [...collections.values()].flatMap(({ name: from, references: others }) => {
    const fields = Object.keys(others).filter((field) => others[field] === collection.name);
    const list = names.get(from)?.listField ?? from;
    return fields.map((by): ItemField => {
      const preferred = fields.length === 1 ? list : `${list}By${capitalized(by)}`;
      return { kind: 'referring', name: free(preferred), from, by };
    });
  });
  return [...own, ...computed, ...references, ...referring];
}
