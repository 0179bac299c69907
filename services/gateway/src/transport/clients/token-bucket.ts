/**
 * A rate with bursts: a bucket of `burst` tokens that is filled at `perSecond`. Of our own because rate-limiter-flexible
 * counts in fixed windows, at whose borders twice as much passes, and has a promise and a timer for each key.
 */
export type RateLimit = { perSecond: number; burst: number };

/** Takes tokens. Returns 0, or nothing was taken and there will be enough in so many ms. */
export type TakeTokens = (tokens: number) => number;

/** What rounding leaves of a token is worth no wait. */
const roundingMs = 1e-6;

type Level = { tokens: number; at: number };

/** @param now ms of any clock; one that goes backwards fills nothing */
export function createTokenBucket(limit: RateLimit, now: () => number): TakeTokens {
  const level: Level = { tokens: limit.burst, at: now() };
  return (tokens) => take(level, tokens, limit, now());
}

/** Buckets by key, such as the users; one that is full again is forgotten. */
export type TokenBuckets = { take(key: string, tokens: number): number; readonly size: number };

/** Above so many buckets the full ones are looked for. */
const sweepAbove = 1000;

/** @param now ms of any clock */
export function createTokenBuckets(limit: RateLimit, now: () => number): TokenBuckets {
  const levels = new Map<string, Level>();
  let sweepAt = sweepAbove;
  function sweep(): void {
    for (const [key, level] of levels) {
      refill(level, limit, now());
      if (level.tokens >= limit.burst) levels.delete(key);
    }
    sweepAt = Math.max(sweepAbove, 2 * levels.size);
  }
  return {
    get size() {
      return levels.size;
    },
    take(key, tokens) {
      const level = levels.get(key) ?? { tokens: limit.burst, at: now() };
      const waitMs = take(level, tokens, limit, now());
      if (!levels.has(key)) {
        if (levels.size >= sweepAt) sweep();
        levels.set(key, level);
      }
      return waitMs;
    },
  };
}

function refill(level: Level, { perSecond, burst }: RateLimit, now: number): void {
  const passedMs = Math.max(0, now - level.at);
  level.tokens = Math.min(burst, level.tokens + (passedMs * perSecond) / 1000);
  level.at = now;
}

function take(level: Level, tokens: number, limit: RateLimit, now: number): number {
  refill(level, limit, now);
  // What costs more than the bucket holds is allowed when it is full: it would never be.
  const needed = Math.min(tokens, limit.burst);
  const waitMs = Math.ceil(((needed - level.tokens) / limit.perSecond) * 1000 - roundingMs);
  if (waitMs > 0) return waitMs;
  level.tokens = Math.max(0, level.tokens - needed);
  return 0;
}
