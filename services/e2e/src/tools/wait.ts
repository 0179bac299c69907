import { setTimeout as delay } from 'node:timers/promises';

/** A condition that did not come true in time. */
export class WaitTimeout extends Error {
  override readonly name = 'WaitTimeout';
}

/**
 * Polls `probe` until it returns something other than undefined or false; at most `withinMs`.
 * @throws WaitTimeout naming what was waited for, or the signal's reason
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  {
    withinMs,
    everyMs = 50,
    signal,
  }: { withinMs: number; everyMs?: number; signal?: AbortSignal | undefined },
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new WaitTimeout(`${what}: not within ${withinMs / 1000} s`);
    await delay(everyMs, undefined, signal ? { signal } : {});
  }
}

/** Waits; an abort rejects with its reason. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms > 0) await delay(ms, undefined, signal ? { signal } : {});
}
