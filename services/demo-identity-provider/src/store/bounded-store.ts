export type BoundedStore<V> = {
  get(key: string): V | undefined;
  /** The value that fits, however long it was not used. */
  find(fits: (value: V) => boolean): V | undefined;
  /** @param ttlMs it is gone after that */
  set(key: string, value: V, ttlMs?: number): void;
  delete(key: string): void;
  deleteWhere(fits: (value: V) => boolean): void;
};

/** At most `max` values in memory; beyond, that one goes which was not used for the longest time. */
export function createBoundedStore<V>(max: number, now: () => number = Date.now): BoundedStore<V> {
  // A Map keeps the order of insertion, so its first entry is the one not used for the longest time.
  const entries = new Map<string, { value: V; until: number }>();
  const current = (key: string): V | undefined => {
    const entry = entries.get(key);
    if (entry !== undefined && entry.until > now()) return entry.value;
    entries.delete(key);
    return undefined;
  };
  return {
    get(key) {
      const value = current(key);
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return value;
    },
    find: (fits) => [...entries].find(([, { value, until }]) => until > now() && fits(value))?.[1].value,
    set(key, value, ttlMs = Number.POSITIVE_INFINITY) {
      entries.delete(key);
      entries.set(key, { value, until: now() + ttlMs });
      const [oldest] = entries.keys();
      if (entries.size > max && oldest !== undefined) entries.delete(oldest);
    },
    delete: (key) => void entries.delete(key),
    deleteWhere(fits) {
      for (const [key, { value }] of entries) if (fits(value)) entries.delete(key);
    },
  };
}
