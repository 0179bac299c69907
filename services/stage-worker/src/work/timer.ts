import { setTimeout as delay } from 'node:timers/promises';
import type { Work } from './work.ts';

/** A machine (or its simulation) that takes a known time, seconds. */
export function createTimerWork(takes: number): Work {
  return async (_ticket, signal) => {
    if (takes > 0) await delay(takes * 1000, undefined, { signal });
    signal.throwIfAborted();
    return { result: 'done' };
  };
}
