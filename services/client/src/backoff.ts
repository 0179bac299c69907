const firstMs = 400;
const longestMs = 8_000;

/**
 * Ms to wait before the next attempt after `failures` in a row. Doubles up to a bound and never gives up; the
 * lower half is fixed and the upper half random, so that a thousand screens do not reconnect at once.
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 10));
  return Math.round(full / 2 + (full / 2) * random());
}
