/** More new ones than this are sorted in with all others, which is faster than to insert each. */
const maxInserts = 32;

/** Different texts in the order of their characters, for lists that are read page by page while they change. */
export class SortedKeys {
  #sorted: string[] = [];
  readonly #added = new Set<string>();
  readonly #removed = new Set<string>();

  get size(): number {
    return this.#sorted.length + this.#added.size - this.#removed.size;
  }

  /** @param key one that is not there */
  add(key: string): void {
    if (!this.#removed.delete(key)) this.#added.add(key);
  }

  /** @param key one that is there */
  remove(key: string): void {
    if (!this.#added.delete(key)) this.#removed.add(key);
  }

  /** The keys from the first one that is not below `start`. */
  *from(start: string): Generator<string> {
    this.#sort();
    const sorted = this.#sorted;
    for (let at = insertionIndex(sorted, start); at < sorted.length; at++) {
      const key = sorted[at];
      if (key !== undefined) yield key;
    }
  }

  #sort(): void {
    if (this.#removed.size > maxInserts) {
      this.#sorted = this.#sorted.filter((key) => !this.#removed.has(key));
    } else {
      for (const key of this.#removed) this.#sorted.splice(insertionIndex(this.#sorted, key), 1);
    }
    this.#removed.clear();
    if (this.#added.size > maxInserts) {
      // A sort of what is sorted but for its end merges the two.
      const added = [...this.#added].sort(compare);
      this.#sorted = this.#sorted.concat(added).sort(compare);
    } else {
      for (const key of this.#added) this.#sorted.splice(insertionIndex(this.#sorted, key), 0, key);
    }
    this.#added.clear();
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Where a key is, or would be. */
function insertionIndex(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
