/** How many times as long as it took an answer is kept at least: numbers take a twentieth of the process at most. */
const restFactor = 20;

/**
 * A function that looks at every order, made to run at most once per argument in so many ms; who asks meanwhile
 * gets the same answer. A failure is not kept.
 * @param max different arguments that are kept at a time
 */
export function memoizeWithTtl<K, T>(
  { forMs, max = 1 }: { forMs: number; max?: number },
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
        entry.until = now() + Math.max(forMs, (now() - began) * restFactor);
      },
      () => entries.delete(key),
    );
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > max && oldest !== undefined) entries.delete(oldest);
    return entry.value;
  };
}
