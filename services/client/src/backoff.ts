const first = 400;
const longest = 8_000;

/**
 * Ms to wait before the next attempt after `failures` in a row. Doubles up to a bound and never gives up; the
 * lower half is fixed and the upper half random, so that a thousand screens do not come back at once.
 */
export const backoff = (failures: number, random: () => number = Math.random): number => {
  const full = Math.min(longest, first * 2 ** Math.min(failures, 10));
  return Math.round(full / 2 + (full / 2) * random());
};
