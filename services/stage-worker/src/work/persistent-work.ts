import { createBackoff, sleep } from '@cupcakery/kit/tools/backoff';
import { createMutex } from '@cupcakery/kit/tools/semaphore';
import type { Ticket } from '../tickets/ticket.ts';
import { healthy, nextHealth, type TargetNews, usesAttempt } from './target-health.ts';
import type { AttemptResult, Probe, Work, WorkResult } from './work.ts';

/** Retries work up to the stage's attempts, and waits out a target that is down. */
export type PersistentWork = {
  readonly down: boolean;
  /** Rejects only when `signal` is aborted. */
  run(ticket: Ticket, signal: AbortSignal): Promise<WorkResult>;
  /** Calls the listener each time that the target is back. */
  onUp(listener: () => void): void;
  /** Ends the probing; work that runs is not touched. */
  stop(): void;
};

export type PersistentWorkOptions = {
  /** Attempts for one ticket before it counts as failed. */
  attempts: number;
  /** Asks the target without a ticket; undefined where there is no target that could be down. */
  probe?: Probe | undefined;
  /** Called with true when the target goes away, with false when it is back. */
  onDown(down: boolean, reason: string): void;
  retryMinMs?: number;
  retryMaxMs?: number;
};

/**
 * While the target cannot be reached, no attempts are used up, and one ticket at a time probes it. Tickets may leave
 * meanwhile (cancelled, claimed, their partition revoked): with none left, the target is probed without one, so that the
 * stage works again when the target does. `target-health.ts` has the rules.
 */
export function createPersistentWork(work: Work, options: PersistentWorkOptions): PersistentWork {
  return new WorkWithTarget(work, options);
}

class WorkWithTarget implements PersistentWork {
  readonly #work: Work;
  readonly #options: PersistentWorkOptions;
  readonly #waits: { min: number; max: number };
  readonly #probing = createMutex();
  readonly #probeBackoff;
  readonly #stopping = new AbortController();
  readonly #listeners: (() => void)[] = [];
  /** Tickets in `run`. */
  #running = 0;
  #isProbingAlone = false;
  #health = healthy;

  constructor(work: Work, options: PersistentWorkOptions) {
    this.#work = work;
    this.#options = options;
    this.#waits = { min: options.retryMinMs ?? 200, max: options.retryMaxMs ?? 10_000 };
    this.#probeBackoff = createBackoff(this.#waits);
  }

  get down(): boolean {
    return this.#health.down;
  }

  onUp(listener: () => void): void {
    this.#listeners.push(listener);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async run(ticket: Ticket, signal: AbortSignal): Promise<WorkResult> {
    this.#running += 1;
    try {
      return await this.#attempt(ticket, signal);
    } finally {
      this.#running -= 1;
      void this.#probeAlone();
    }
  }

  async #attempt(ticket: Ticket, signal: AbortSignal): Promise<WorkResult> {
    const backoff = createBackoff(this.#waits);
    let used = 0;
    for (;;) {
      const release = this.down ? await this.#probing.acquire(signal) : undefined;
      // The probe before may have found the target up again: then the others need not queue.
      if (!this.down) release?.();
      try {
        const result = await this.#work(ticket, signal);
        if (result.result === 'done' || result.result === 'failed') {
          this.#record({ type: 'answered' }, '');
          return result;
        }
        const news = await this.#newsOf(ticket, result, signal);
        this.#record(news, result.reason);
        if (news.type === 'answered' || usesAttempt(news)) used += 1;
        const { attempts } = this.#options;
        if (used >= attempts) return { result: 'failed', reason: `${result.reason} (${used} attempts)` };
        await sleep(this.down ? this.#probeBackoff.next() : backoff.next(), signal);
      } finally {
        release?.();
      }
      signal.throwIfAborted();
    }
  }

  async #newsOf(
    { orderId }: Ticket,
    { result }: Exclude<AttemptResult, WorkResult>,
    signal: AbortSignal,
  ): Promise<TargetNews> {
    switch (result) {
      case 'retry':
        return { type: 'answered' };
      case 'down':
        return { type: 'unreachable' };
      case 'broken': {
        const { probe } = this.#options;
        return { type: 'broken', ticket: orderId, up: probe ? (await probe(signal)).up : true };
      }
    }
  }

  /** Probes the target while it is down and no ticket does. */
  async #probeAlone(): Promise<void> {
    const { probe } = this.#options;
    const { signal } = this.#stopping;
    const isNeeded = () => this.down && this.#running === 0 && !signal.aborted;
    if (!probe || this.#isProbingAlone || !isNeeded()) return;
    this.#isProbingAlone = true;
    while (isNeeded()) {
      await sleep(this.#probeBackoff.next(), signal);
      if (!isNeeded()) break;
      // No reset of the back-off: the target may answer a probe and refuse the work.
      if (await isUp(probe, signal)) this.#record({ type: 'probed' }, '');
    }
    this.#isProbingAlone = false;
  }

  #record(news: TargetNews, reason: string): void {
    const before = this.down;
    this.#health = nextHealth(this.#health, news);
    if (news.type === 'answered') this.#probeBackoff.reset();
    if (this.down === before) return;
    this.#options.onDown(this.down, reason);
    if (!this.down) for (const listener of this.#listeners) listener();
  }
}

/** False as well when the probing was stopped meanwhile. */
async function isUp(probe: Probe, signal: AbortSignal): Promise<boolean> {
  try {
    return (await probe(signal)).up;
  } catch (error) {
    if (!signal.aborted) throw error;
    return false;
  }
}
