/** 2011-01-01, before Kafka's first release: no record was written earlier. */
const earliest = Date.UTC(2011, 0, 1);
const dayMs = 86_400_000;

/**
 * The timestamp of a record (ms since the epoch) if it can be true, else undefined. Producers choose it freely: 0, seconds
 * or microseconds are met, and an age made from them would be decades. Not before 2011, at most a day ahead of `now`,
 * which is more than clocks differ.
 */
export function plausibleTime(timestamp: number, now: number): number | undefined {
  return timestamp >= earliest && timestamp <= now + dayMs ? timestamp : undefined;
}
