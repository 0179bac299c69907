import { etagOf, type Item } from '../contracts/item.ts';
import type { Collection } from '../file/collection-file.ts';
import { SortedKeys } from './sorted-keys.ts';
import { WordIndex } from './word-index.ts';
import { matches, textOfWords, wordsIn, wordsOf } from './words.ts';

/** Which items of a collection: at most `first`, those behind the id `after`, those with words that begin so. */
export type ListQuery = { first: number; after?: string | undefined; q?: string | undefined };

/** Items by id; `more`: there are others behind the last one. */
export type Page = { items: Item[]; more: boolean };

/** The items of one collection in memory: by id, sorted by id, and by their words. */
export class Table {
  readonly collection: Collection;
  readonly #items = new Map<string, Item>();
  readonly #etags = new WeakMap<Item, string>();
  readonly #ids = new SortedKeys();
  /** The words of each, as one text. */
  readonly #texts = new Map<string, string>();
  readonly #words = new WordIndex();
  /** Changed since the words were last indexed. */
  readonly #unindexed = new Set<string>();

  readonly #maxFinds: number;

  /** @param maxFinds so many finds of a word are sorted; of more, the items are tried in their order, since one in a few fits */
  constructor(collection: Collection, maxFinds = 5000) {
    this.collection = collection;
    this.#maxFinds = maxFinds;
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
    this.#unindexed.add(id);
    if (item) this.#items.set(id, item);
    else this.#items.delete(id);
    return before;
  }

  /**
   * Indexes the words of at most so many changed items. A search does what is left to do of it; at a start that would be the
   * words of all items, and a pause.
   */
  indexSome(max: number): void {
    let count = 0;
    for (const id of this.#unindexed) {
      if (count === max) return;
      count += 1;
      this.#unindexed.delete(id);
      this.#index(id, this.#items.get(id));
    }
  }

  /** All items, sorted by id. */
  values(): Iterable<Item> {
    return this.#itemsOf(this.#ids.from(''));
  }

  list({ first, after, q }: ListQuery): Page {
    const wanted = q === undefined ? [] : wordsIn(q);
    if (wanted.length === 0) return pageOf(this.#itemsOf(this.#ids.from(behind(after))), first);
    this.indexSome(Number.POSITIVE_INFINITY);
    const found = this.#rarest(wanted);
    const ids = found
      ? found.filter((id) => after === undefined || id > after)
      : this.#ids.from(behind(after));
    return pageOf(this.#itemsOf(this.#matching(ids, wanted)), first);
  }

  *#itemsOf(ids: Iterable<string>): Generator<Item> {
    for (const id of ids) {
      const item = this.#items.get(id);
      if (item) yield item;
    }
  }

  *#matching(ids: Iterable<string>, wanted: readonly string[]): Generator<string> {
    for (const id of ids) if (matches(this.#texts.get(id) ?? '', wanted)) yield id;
  }

  /** The ids with the rarest of these words, unless all are frequent. */
  #rarest(wanted: readonly string[]): string[] | undefined {
    let rarest: string[] | undefined;
    for (const word of wanted) {
      const found = this.#words.find(word, rarest?.length ?? this.#maxFinds);
      if (found && found.length < (rarest?.length ?? Number.POSITIVE_INFINITY)) rarest = found;
    }
    return rarest;
  }

  #index(id: string, item: Item | undefined): void {
    const before = this.#texts.get(id);
    const words = item ? wordsOf(item, this.collection.searchable) : [];
    const text = item && textOfWords(words);
    if (before === text) return;
    const old = new Set(before?.split(' ').filter(Boolean));
    for (const word of words) if (!old.delete(word)) this.#words.add(word, id);
    for (const word of old) this.#words.remove(word, id);
    if (text === undefined) this.#texts.delete(id);
    else this.#texts.set(id, text);
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
