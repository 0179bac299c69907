import { etagOf, type Item } from '../contracts/item.ts';
import type { Collection } from '../file/collection-file.ts';
import { SortedKeys } from './sorted-keys.ts';
import { matches, wordsIn, wordsOf } from './words.ts';

/** Which items of a collection: at most `first`, those behind the id `after`, those with words that begin so. */
export type ListQuery = { first: number; after?: string | undefined; q?: string | undefined };

/** Items by id; `more`: there are others behind the last one. */
export type Page = { items: Item[]; more: boolean };

/** Fewer finds of a word are sorted; of more, the items are tried in their order, since one in a few fits. */
const maxFinds = 1000;

/** The items of one collection in memory: by id, sorted by id, and by their words. */
export class Table {
  readonly collection: Collection;
  readonly #items = new Map<string, Item>();
  readonly #etags = new WeakMap<Item, string>();
  readonly #ids = new SortedKeys();
  /** `<word> <id>` */
  readonly #words = new SortedKeys();

  constructor(collection: Collection) {
    this.collection = collection;
  }

  get size(): number {
    return this.#items.size;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  etagOf(item: Item): string {
    const known = this.#etags.get(item);
    if (known !== undefined) return known;
    const etag = etagOf(item);
    this.#etags.set(item, etag);
    return etag;
  }

  /**
   * Sets an item; undefined: there is none any more.
   * @returns what it was
   */
  set(id: string, item: Item | undefined): Item | undefined {
    const before = this.#items.get(id);
    if (before && !item) this.#ids.remove(id);
    if (!before && item) this.#ids.add(id);
    this.#index(before, item);
    if (item) this.#items.set(id, item);
    else this.#items.delete(id);
    return before;
  }

  list({ first, after, q }: ListQuery): Page {
    const wanted = q === undefined ? [] : wordsIn(q);
    if (wanted.length === 0) return pageOf(this.#itemsOf(this.#ids.from(behind(after))), first);
    const rarest = wanted
      .map((word) => ({ word, finds: this.#words.countOfPrefix(word) }))
      .reduce((a, b) => (b.finds < a.finds ? b : a));
    const candidates = rarest.finds <= maxFinds ? this.#idsWith(rarest.word) : undefined;
    const ids = candidates
      ? candidates.filter((id) => after === undefined || id > after)
      : this.#ids.from(behind(after));
    return pageOf(this.#finds(this.#itemsOf(ids), wanted), first);
  }

  *#itemsOf(ids: Iterable<string>): Generator<Item> {
    for (const id of ids) {
      const item = this.#items.get(id);
      if (item) yield item;
    }
  }

  *#finds(items: Iterable<Item>, wanted: readonly string[]): Generator<Item> {
    for (const item of items) if (matches(this.#wordsOf(item), wanted)) yield item;
  }

  /** The ids of items with a word that begins so, sorted. */
  #idsWith(start: string): string[] {
    const ids = new Set<string>();
    for (const key of this.#words.from(start)) {
      if (!key.startsWith(start)) break;
      ids.add(key.slice(key.indexOf(' ') + 1));
    }
    return [...ids].sort();
  }

  #index(before: Item | undefined, item: Item | undefined): void {
    const old = before ? this.#wordsOf(before) : new Set<string>();
    const now = item ? this.#wordsOf(item) : new Set<string>();
    const id = item?.id ?? before?.id;
    for (const word of old) if (!now.has(word)) this.#words.remove(`${word} ${id}`);
    for (const word of now) if (!old.has(word)) this.#words.add(`${word} ${id}`);
  }

  #wordsOf(item: Item): Set<string> {
    return wordsOf(item, this.collection.searchable);
  }
}

/** The least text behind an id. */
const behind = (id: string | undefined) => (id === undefined ? '' : `${id}\0`);

/** The first items of a list. */
export function pageOf(items: Iterable<Item>, first: number): Page {
  const page: Item[] = [];
  for (const item of items) {
    if (page.length === first) return { items: page, more: true };
    page.push(item);
  }
  return { items: page, more: false };
}
