import type { Backlog } from './backlog.ts';
import type { FailureOf } from './failure-of.ts';
import { createFairQueue, QueueFull, type Release } from './fair-queue.ts';

/** Decides whether and when one more command may be sent, and counts those whose reply is still to come. */
export type Admission = {
  /** Commands that wait here, or were sent and have no reply yet. */
  readonly pending: number;
  /**
   * Admits one more command of a caller, at once or in its turn; it counts until it is released.
   * @param maxWaitMs how long it may wait for its turn
   * @throws a failure TOO_MANY_PENDING or BACKLOG_TOO_LONG: nothing was sent, it is better to come back later
   */
  admit(caller: string, backlog: Backlog, maxWaitMs: number): Release | Promise<Release>;
};

/**
 * @param options.maxPending how many may wait or be under way
 * @param options.maxInFlight how many may be under way; callers share them in turn
 * @param options.onShed called with the reason of each rejection, for metrics
 */
export function createAdmission(options: {
  maxPending: number;
  maxInFlight: number;
  onShed: (reason: string) => void;
  failureOf: FailureOf;
}): Admission {
  const { maxPending, onShed, failureOf } = options;
  const slots = Math.min(options.maxInFlight, maxPending);
  const queue = createFairQueue({ slots, maxWaiting: maxPending - slots });

  const tooMany = (cause: unknown) => {
    onShed('pending');
    const many = cause instanceof QueueFull ? `${maxPending} requests wait` : 'Too many requests wait';
    const detail = `${many} for their answers; try again. Nothing was sent.`;
    return failureOf('TOO_MANY_PENDING', { detail, cause });
  };

  async function inTurn(slot: Promise<Release>, timer: NodeJS.Timeout): Promise<Release> {
    try {
      return await slot;
    } catch (error) {
      throw tooMany(error);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    get pending() {
      return queue.size;
    },
    admit(caller, backlog, maxWaitMs) {
      if (backlog.overloaded) {
        onShed('backlog');
        throw failureOf('BACKLOG_TOO_LONG', {
          detail: `${backlog.commands} requests wait to be decided; try again later.`,
        });
      }
      const waiting = new AbortController();
      let slot: Release | Promise<Release>;
      try {
        slot = queue.enter(caller, waiting.signal);
      } catch (error) {
        throw tooMany(error);
      }
      if (!(slot instanceof Promise)) return slot;
      return inTurn(
        slot,
        setTimeout(() => waiting.abort(new Error('it waited too long')), maxWaitMs),
      );
    },
  };
}
