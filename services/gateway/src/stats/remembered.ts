/** How many times as long as it took an answer is kept at least: numbers take a twentieth of the process at most. */
const rest = 20;

/**
 * A function that looks at every order, made to run at most once per argument in so many ms; who asks meanwhile
 * gets the same answer. A failure is not kept.
 * @param max different arguments that are kept at a time
 */
export function remembered<K, T>(
  { forMs, max = 1 }: { forMs: number; max?: number },
  reckon: (key: K) => Promise<T>,
  now: () => number,
): (key: K) => Promise<T> {
  const known = new Map<K, { value: Promise<T>; until: number }>();
  return (key) => {
    const present = known.get(key);
    if (present && now() < present.until) return present.value;
    const began = now();
    const entry = { value: reckon(key), until: Number.POSITIVE_INFINITY };
    entry.value.then(
      () => {
        entry.until = now() + Math.max(forMs, (now() - began) * rest);
      },
      () => known.delete(key),
    );
    known.delete(key);
    known.set(key, entry);
    const [oldest] = known.keys();
    if (known.size > max && oldest !== undefined) known.delete(oldest);
    return entry.value;
  };
}
