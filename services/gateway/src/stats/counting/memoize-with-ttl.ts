/** An answer is kept at least so many times as long as it took: computing takes a twentieth of the process at most. */
const minTtlFactor = 20;

/**
 * Makes an expensive function run at most once per argument in `ttlMs`; calls meanwhile, also while it runs, get the
 * same answer. A failure is not kept.
 * @param maxEntries different arguments that are kept at a time
 */
export function memoizeWithTtl<K, T>(
  { ttlMs, maxEntries = 1 }: { ttlMs: number; maxEntries?: number },
  compute: (key: K) => Promise<T>,
  now: () => number,
): (key: K) => Promise<T> {
  const entries = new Map<K, { value: Promise<T>; until: number }>();
  return (key) => {
    const present = entries.get(key);
    if (present && now() < present.until) return present.value;
    const began = now();
    const entry = { value: compute(key), until: Number.POSITIVE_INFINITY };
    entry.value.then(
      () => {
        entry.until = now() + Math.max(ttlMs, (now() - began) * minTtlFactor);
      },
      () => entries.delete(key),
    );
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    return entry.value;
  };
}

/** The same for a function that answers at once and takes no argument. */
export function keepFor<T>(ttlMs: number, compute: () => T, now: () => number): () => T {
  let kept: { value: T; until: number } | undefined;
  return () => {
    const began = now();
    if (kept && began < kept.until) return kept.value;
    const value = compute();
    kept = { value, until: now() + Math.max(ttlMs, (now() - began) * minTtlFactor) };
    return value;
  };
}
