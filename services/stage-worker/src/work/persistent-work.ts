import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import { createMutex } from '@cupcakery/kit/tools/semaphore';
import type { Ticket } from '../tickets/ticket.ts';
import type { Work, WorkResult } from './work.ts';

/** Retries work up to the stage's attempts, and waits out a target that is down. */
export type PersistentWork = {
  readonly down: boolean;
  run(ticket: Ticket, signal: AbortSignal): Promise<Exclude<WorkResult, { result: 'down' }>>;
};

/**
 * While the target is down, no attempts are used up and one ticket at a time probes it.
 * @param attempts tries of one ticket before it counts as failed
 * @param onDown called with true when the target goes away, with false when it is back
 */
export function createPersistentWork(
  work: Work,
  attempts: number,
  onDown: (down: boolean, reason: string) => void,
  { retryMinMs = 200, retryMaxMs = 10_000 } = {},
): PersistentWork {
  const probing = createMutex();
  const probeBackoff = createBackoff({ min: retryMinMs, max: retryMaxMs });
  let down = false;

  function setDown(isDown: boolean, reason: string): void {
    if (!isDown) probeBackoff.reset();
    if (down === isDown) return;
    down = isDown;
    onDown(isDown, reason);
  }

  return {
    get down() {
      return down;
    },
    async run(ticket, signal) {
      const backoff = createBackoff({ min: retryMinMs, max: retryMaxMs });
      let used = 0;
      for (;;) {
        const release = down ? await probing.acquire(signal) : undefined;
        // The probe before may have found the target up again: then the others need not queue.
        if (!down) release?.();
        try {
          const result = await work(ticket, signal);
          setDown(result.result === 'down', result.result === 'down' ? result.reason : '');
          if (result.result === 'down') {
            await sleep(probeBackoff.next(), signal);
          } else if (result.result !== 'retry') {
            return result;
          } else {
            used += 1;
            if (used >= attempts) return { result: 'failed', reason: `${result.reason} (${used} attempts)` };
            await sleep(backoff.next(), signal);
          }
        } finally {
          release?.();
        }
        signal.throwIfAborted();
      }
    },
  };
}
