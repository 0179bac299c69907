import { setTimeout as delay } from 'node:timers/promises';

/** Grows from `min` by `factor` up to `max` (ms), with up to 25 % jitter so that clients do not come back in step. */
export type Backoff = { next(): number; reset(): void };

export function createBackoff({ min = 50, max = 5000, factor = 2 } = {}): Backoff {
  let failures = 0;
  return {
    next() {
      failures += 1;
      return waitAfter(failures, { min, max, factor });
    },
    reset() {
      failures = 0;
    },
  };
}

/** The wait after so many failures in a row, ms; as `createBackoff`, for those that keep no state between them. */
export function waitAfter(
  failures: number,
  { min, max, factor = 2 }: { min: number; max: number; factor?: number },
): number {
  return Math.min(max, min * factor ** (failures - 1)) * (0.75 + Math.random() * 0.25);
}

/** Waits; an abort ends the wait early instead of throwing. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
