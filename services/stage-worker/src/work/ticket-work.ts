import { ownNames } from '@cupcakery/kit/tracing/attributes';
import type { Span, Tracer } from '@cupcakery/kit/tracing/tracer';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { CommandSender } from '../tickets/command-sender.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Withdrawals } from '../tickets/withdrawals.ts';
import type { PersistentWork } from './persistent-work.ts';
import { traceTicket } from './trace-ticket.ts';

/** What became of a ticket. */
export type TicketOutcome = 'completed' | 'failed' | 'withdrawn' | 'requeued' | 'unreadable';

/** Called as it happens, for metrics. Times in seconds. */
export type StageObserver = {
  finished(outcome: TicketOutcome, waiting: number, working: number): void;
  abandoned(): void;
  inWork(count: number): void;
  /** Tickets that a manual stage holds. */
  held(count: number): void;
};

/** The partition that a ticket lies in, as far as the work on it goes. */
export type TicketPartition = {
  readonly tracker: { finish(offset: number): void };
  /** Aborted when the partition is revoked. */
  readonly revoked: AbortController;
};

/** Why work is aborted before its end. */
type AbortReason = 'revoked' | 'stopped' | 'withdrawn' | 'held';
type InFlight = {
  partition: TicketPartition;
  ticket: Ticket;
  waited: number;
  began: number;
  abort: AbortController;
  span: Span | undefined;
  reason?: AbortReason;
};

export type TicketWork = {
  /** Works on one ticket until it is finished, given up or handed back. Rejects only on an unexpected error. */
  workOn(partition: TicketPartition, ticket: Ticket, waited: number): Promise<void>;
  /** Counts a ticket as finished, unless its partition was revoked meanwhile. */
  finish(
    partition: TicketPartition,
    offset: number,
    outcome: TicketOutcome,
    waited: number,
    worked: number,
  ): void;
  /** Aborts the work on a partition that others own now. */
  revoke(partition: TicketPartition): void;
  /** Aborts all work. */
  stop(): void;
};

type TicketWorkOptions = {
  workflow: Pick<Workflow, 'name'>;
  stage: Stage;
  work: PersistentWork | undefined;
  sender: CommandSender;
  withdrawals: Withdrawals;
  observer: StageObserver;
  tracer: Tracer;
};

/**
 * One abort controller per ticket and one timer for all: combined signals and a timer for each ticket cost more
 * than the work of a stage that takes no time.
 */
export function startTicketWork(options: TicketWorkOptions): TicketWork {
  return new TicketsInFlight(options);
}

class TicketsInFlight implements TicketWork {
  readonly #options: TicketWorkOptions;
  readonly #inFlight = new Set<InFlight>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: TicketWorkOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#requeueHeld(), Math.min(1000, options.stage.holdFor * 250));
  }

  async workOn(partition: TicketPartition, ticket: Ticket, waited: number): Promise<void> {
    const { workflow, stage, withdrawals, tracer } = this.#options;
    const { orderId, visit } = ticket;
    const one: InFlight = {
      partition,
      ...traceTicket(tracer, workflow, stage, ticket, waited),
      waited,
      began: performance.now(),
      abort: new AbortController(),
    };
    const watcher = { visit, onWithdrawn: () => abortWork(one, 'withdrawn') };
    withdrawals.watch(orderId, stage.name, watcher);
    this.#inFlight.add(one);
    try {
      await this.#work(one);
    } catch (error) {
      // Only the next owner may go on then. Anything else is unexpected: the ticket must not be lost, and the next
      // process may do better.
      if (!partition.revoked.signal.aborted) throw error;
      this.#abandon(one);
    } finally {
      this.#inFlight.delete(one);
      withdrawals.unwatch(orderId, stage.name, watcher);
    }
  }

  finish(
    partition: TicketPartition,
    offset: number,
    outcome: TicketOutcome,
    waited: number,
    worked: number,
  ): void {
    if (partition.revoked.signal.aborted) return;
    partition.tracker.finish(offset);
    this.#options.observer.finished(outcome, waited, worked);
  }

  revoke(partition: TicketPartition): void {
    partition.revoked.abort();
    for (const one of this.#inFlight) if (one.partition === partition) abortWork(one, 'revoked');
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const one of this.#inFlight) abortWork(one, 'stopped');
  }

  async #work(one: InFlight): Promise<void> {
    const { stage, work, sender } = this.#options;
    if (!work) throw new Error(`stage ${stage.name} is worked on by people`);
    const { ticket } = one;
    const revoked = one.partition.revoked.signal;
    if (ticket.place) await sender.place(ticket.place, ticket, revoked);
    if (stage.announceStart) sender.announceStart(ticket);
    const result = await this.#run(work, one);
    if (!result) return this.#endAborted(one);
    if (result.result === 'done') await sender.complete(ticket, result.outcome, revoked);
    else await sender.fail(ticket, result.reason, revoked);
    this.#finish(one, result.result === 'done' ? 'completed' : 'failed');
  }

  /** Undefined when the work was aborted. */
  async #run(
    work: PersistentWork,
    { ticket, abort }: InFlight,
  ): Promise<Awaited<ReturnType<PersistentWork['run']>> | undefined> {
    try {
      return await work.run(ticket, abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      return undefined;
    }
  }

  async #endAborted(one: InFlight): Promise<void> {
    const { sender } = this.#options;
    const revoked = one.partition.revoked.signal;
    if (revoked.aborted || one.reason === 'stopped') return this.#abandon(one);
    if (one.reason === 'withdrawn') return this.#finish(one, 'withdrawn');
    await sender.requeue(one.ticket, revoked);
    this.#finish(one, 'requeued');
  }

  #abandon({ span }: InFlight): void {
    this.#options.observer.abandoned();
    span?.end({ attributes: { [ownNames.outcome]: 'abandoned' } });
  }

  #finish({ partition, ticket, waited, began, span }: InFlight, outcome: TicketOutcome): void {
    span?.end({
      attributes: { [ownNames.outcome]: outcome },
      error: outcome === 'failed' ? outcome : undefined,
    });
    this.finish(partition, ticket.offset, outcome, waited, (performance.now() - began) / 1000);
  }

  #requeueHeld(): void {
    const { stage, work } = this.#options;
    // While the target is down the ticket is kept: at the end of the queue it would fare no better.
    if (work?.down) return;
    const before = performance.now() - stage.holdFor * 1000;
    for (const one of this.#inFlight) if (one.began < before) abortWork(one, 'held');
  }
}

/** The first reason counts. */
function abortWork(one: InFlight, reason: AbortReason): void {
  one.reason ??= reason;
  one.abort.abort();
}
