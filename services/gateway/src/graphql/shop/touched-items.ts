import type { ShopView } from '@cupcakery/collections/views/shop-view';
import { entryId, type ShopEntry } from '../../log/shop/shop-entry.ts';
import type { ItemSource, Readable } from '../context/sources.ts';
import { sourceOf } from './joined-items.ts';

/**
 * The items for which something new is computed by these changes, as they are now: those that a changed item refers to, or
 * did before. Null when what one was before is not known.
 */
export function touchedItems(
  view: ShopView,
  readable: Readable,
  changes: Iterable<ShopEntry>,
): ItemSource[] | null {
  const touched = new Map<string, ItemSource>();
  for (const { collection, item, before } of changes) {
    const references = countedReferences(view, collection);
    if (references.length > 0 && before === 'unknown') return null;
    for (const [field, target] of references) {
      for (const one of [item, before === 'unknown' ? undefined : before]) {
        const id = one?.[field];
        if (typeof id === 'string' && readable.has(target))
          touched.set(entryId(target, id), sourceOf(view, readable, target, id));
      }
    }
  }
  return [...touched.values()].filter((source) => source.item !== undefined);
}

/** The references of a collection by which something is computed, each with the collection that it leads to. */
function countedReferences({ collections }: ShopView, name: string): [field: string, target: string][] {
  const references = Object.entries(collections.get(name)?.references ?? {});
  return references.filter(([field, target]) =>
    Object.values(collections.get(target)?.computed ?? {}).some(({ of, by }) => of === name && by === field),
  );
}
