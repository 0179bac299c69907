import type { ShopView } from '@cupcakery/collections/views/shop-view';
import { partsOf, type ShopEntry } from '../log/shop/shop-entry.ts';
import type { Selection } from './selection.ts';

/**
 * The items of some collections.
 * @param wanted those that are asked for, of which each may be read
 * @param readable all that the subscriber may read: by them payloads show what items refer to
 */
export function shopSelection(
  wanted: ReadonlySet<string>,
  readable: ReadonlySet<string>,
): Selection<ShopEntry> {
  return {
    authority: JSON.stringify([...readable].sort()),
    matches: ({ collection, item }) => item !== undefined && wanted.has(collection),
    mayHaveMatched: (id) => wanted.has(partsOf(id).collection),
    maySee: ({ collection }) => readable.has(collection),
  };
}

/** All items of these collections. */
export function* entriesOf(view: ShopView, wanted: Iterable<string>): Generator<ShopEntry> {
  for (const collection of wanted) {
    for (const item of view.table(collection).values())
      yield { collection, id: item.id, item, before: undefined };
  }
}
