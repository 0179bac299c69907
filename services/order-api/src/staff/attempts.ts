/** Counts failed attempts, so that a code of few digits cannot be tried out. */
export type Attempts = {
  /** Milliseconds until another attempt is allowed; 0: now. */
  lockedFor(key: string, now: number): number;
  failed(key: string, now: number): void;
  succeeded(key: string): void;
};

const maxFailures = 5;
const lockMs = 30_000;
/** Each is a screen and a person: far more than there are. The oldest are forgotten first. */
const maxKeys = 10_000;

/** Five failures lock for half a minute, and each further one again. */
export function createAttempts(): Attempts {
  const failures = new Map<string, { count: number; at: number }>();
  return {
    lockedFor(key, now) {
      const known = failures.get(key);
      return known && known.count >= maxFailures ? Math.max(0, known.at + lockMs - now) : 0;
    },
    failed(key, now) {
      const count = (failures.get(key)?.count ?? 0) + 1;
      failures.delete(key);
      failures.set(key, { count, at: now });
      const [oldest] = failures.keys();
      if (failures.size > maxKeys && oldest !== undefined) failures.delete(oldest);
    },
    succeeded: (key) => void failures.delete(key),
  };
}
