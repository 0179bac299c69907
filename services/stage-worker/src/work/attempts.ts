import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import type { Ticket } from '../ticket.ts';
import type { Work, WorkResult } from './work.ts';

/** Repeats work up to the stage's attempts, and waits out a target that is down. */
export type PersistentWork = {
  readonly down: boolean;
  run(ticket: Ticket, signal: AbortSignal): Promise<Exclude<WorkResult, { result: 'down' }>>;
};

/**
 * While the target is down no attempts are used up and one ticket at a time knocks at its door.
 * @param attempts tries of one ticket before it counts as failed
 * @param onDown called with true when the target goes away, with false when it is back
 */
export function createPersistentWork(
  work: Work,
  attempts: number,
  onDown: (down: boolean, reason: string) => void,
  { retryMinMs = 200, retryMaxMs = 10_000 } = {},
): PersistentWork {
  const turns = createTurns();
  const knocks = createBackoff({ min: retryMinMs, max: retryMaxMs });
  let down = false;

  function turnDown(to: boolean, reason: string): void {
    if (!to) knocks.reset();
    if (down === to) return;
    down = to;
    onDown(to, reason);
  }

  return {
    get down() {
      return down;
    },
    async run(ticket, signal) {
      const backoff = createBackoff({ min: retryMinMs, max: retryMaxMs });
      let used = 0;
      for (;;) {
        const done = down ? await turns.next(signal) : undefined;
        // Whoever had the turn before may have found the target well again: then nobody queues.
        if (!down) done?.();
        try {
          const result = await work(ticket, signal);
          turnDown(result.result === 'down', result.result === 'down' ? result.reason : '');
          if (result.result === 'down') {
            await sleep(knocks.next(), signal);
          } else if (result.result !== 'retry') {
            return result;
          } else {
            used += 1;
            if (used >= attempts) return { result: 'failed', reason: `${result.reason} (${used} attempts)` };
            await sleep(backoff.next(), signal);
          }
        } finally {
          done?.();
        }
        signal.throwIfAborted();
      }
    },
  };
}

/** Hands out turns one after the other, in order of asking. */
function createTurns(): { next(signal: AbortSignal): Promise<() => void> } {
  let last: Promise<void> = Promise.resolve();
  return {
    async next(signal) {
      const mine = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      const aborted = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => aborted.resolve(), { once: true });
      await Promise.race([mine, aborted.promise]);
      if (signal.aborted) {
        mine.then(resolve);
        signal.throwIfAborted();
      }
      return resolve;
    },
  };
}
