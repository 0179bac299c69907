import type { Item } from '@cupcakery/collections/contracts/item';

/** An item of the shop's feed: with the name of its collection, since one feed has those of all. */
export type ShopEntry = {
  collection: string;
  id: string;
  /** Undefined: it was removed. */
  item: Item | undefined;
  /** As it was before this change of it, if there was one; what it referred to may not be what it refers to now. */
  before: Item | undefined | 'unknown';
};

/** Names an item among those of all collections, whose names have no slash. */
export function entryId(collection: string, id: string): string {
  return `${collection}/${id}`;
}

/** The collection and the id that `entryId` was made of. */
export function partsOf(entry: string): { collection: string; id: string } {
  const slash = entry.indexOf('/');
  return { collection: entry.slice(0, slash), id: entry.slice(slash + 1) };
}
