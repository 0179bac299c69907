import { SortedKeys } from './sorted-keys.ts';

/** Which items have a word that begins so. */
export class WordIndex {
  /** By word: the only id, or several. Most words of names and numbers belong to one item. */
  readonly #ids = new Map<string, string | Set<string>>();
  readonly #words = new SortedKeys();

  add(word: string, id: string): void {
    const known = this.#ids.get(word);
    if (known === undefined) {
      this.#words.add(word);
      this.#ids.set(word, id);
    } else if (typeof known === 'string') {
      this.#ids.set(word, new Set([known, id]));
    } else {
      known.add(id);
    }
  }

  remove(word: string, id: string): void {
    const known = this.#ids.get(word);
    if (known instanceof Set && known.delete(id) && known.size > 0) return;
    if (known === undefined || (typeof known === 'string' && known !== id)) return;
    this.#ids.delete(word);
    this.#words.remove(word);
  }

  /** The ids of items with a word that begins so, sorted; undefined when there are more than `max`. */
  find(start: string, max: number): string[] | undefined {
    const found = new Set<string>();
    for (const word of this.#words.from(start)) {
      if (!word.startsWith(start)) break;
      const ids = this.#ids.get(word) ?? [];
      if (typeof ids === 'string') found.add(ids);
      else if (ids instanceof Set && ids.size > max) return undefined;
      else for (const id of ids) found.add(id);
      if (found.size > max) return undefined;
    }
    return [...found].sort();
  }
}
