import { createSeries, type Series } from './series.ts';

/** A series per key. What a collection does not mention is dropped at its end, so memory is bounded by what there is. */
export type SeriesMap = {
  beginCollection(): void;
  /** The series of the key, created if needed; keeps it beyond this collection. */
  of(key: string): Series;
  /** The series of the key if there is one. */
  get(key: string): Series | undefined;
  endCollection(): void;
};

export function createSeriesMap(): SeriesMap {
  const all = new Map<string, Series>();
  let seen = new Set<string>();
  return {
    beginCollection() {
      seen = new Set();
    },
    of(key) {
      seen.add(key);
      const known = all.get(key);
      if (known) return known;
      const created = createSeries();
      all.set(key, created);
      return created;
    },
    get: (key) => all.get(key),
    endCollection() {
      for (const key of all.keys()) if (!seen.has(key)) all.delete(key);
    },
  };
}
