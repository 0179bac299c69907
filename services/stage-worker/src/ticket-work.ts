import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import type { CommandSender } from './command-sender.ts';
import type { StagePartition } from './stage-partition.ts';
import type { Ticket } from './ticket.ts';
import type { Withdrawals } from './withdrawals.ts';
import type { PersistentWork } from './work/attempts.ts';

/** What became of a ticket. */
export type TicketOutcome = 'completed' | 'failed' | 'withdrawn' | 'requeued' | 'unreadable';

/** Told as it happens, for metrics. Times in seconds. */
export type StageObserver = {
  finished(outcome: TicketOutcome, waiting: number, working: number): void;
  abandoned(): void;
  inWork(count: number): void;
};

/** Why work is broken off before its end. */
type BrokenOff = 'lost' | 'stopped' | 'withdrawn' | 'held';
type InHand = { at: StagePartition; began: number; abort: AbortController; brokenOff?: BrokenOff };

export type TicketWork = {
  /** Works on one ticket until it is finished, given up or handed back. Rejects only on what nobody foresaw. */
  workOn(at: StagePartition, ticket: Ticket, waited: number): Promise<void>;
  /** Counts a ticket as finished, unless its partition was lost meanwhile. */
  finish(at: StagePartition, offset: number, outcome: TicketOutcome, waited: number, worked: number): void;
  /** Breaks off the work on a partition that others own now. */
  lose(at: StagePartition): void;
  /** Breaks off all work. */
  stop(): void;
};

/**
 * One abort controller a ticket and one sweep for all: combined signals and a timer for each ticket cost more
 * than the work of a stage that takes no time.
 */
export function createTicketWork(options: {
  stage: Stage;
  work: PersistentWork | undefined;
  sender: CommandSender;
  withdrawals: Withdrawals;
  observer: StageObserver;
}): TicketWork {
  const { stage, work, sender, withdrawals, observer } = options;
  const inHand = new Set<InHand>();
  const sweep = setInterval(sweepHeld, Math.min(1000, stage.holdFor * 250));

  /** The first reason counts. */
  function breakOff(one: InHand, why: BrokenOff): void {
    one.brokenOff ??= why;
    one.abort.abort();
  }

  function sweepHeld(): void {
    // While the target is down the ticket is kept: sending it to the end of the queue would help nobody.
    if (work?.down) return;
    const before = performance.now() - stage.holdFor * 1000;
    for (const one of inHand) if (one.began < before) breakOff(one, 'held');
  }

  function finish(
    at: StagePartition,
    offset: number,
    outcome: TicketOutcome,
    waited: number,
    worked: number,
  ): void {
    if (at.lost.signal.aborted) return;
    at.tracker.finish(offset);
    observer.finished(outcome, waited, worked);
  }

  return {
    async workOn(at, ticket, waited) {
      if (!work) throw new Error(`stage ${stage.name} is worked on by people`);
      const { orderId, visit, offset } = ticket;
      const one: InHand = { at, began: performance.now(), abort: new AbortController() };
      const seconds = () => (performance.now() - one.began) / 1000;
      const unwatch = withdrawals.watch(orderId, stage.name, visit, () => breakOff(one, 'withdrawn'));
      inHand.add(one);
      try {
        if (ticket.place) await sender.place(ticket.place, ticket, at.lost.signal);
        if (stage.announceStart) sender.announceStart(ticket);
        const result = await work.run(ticket, one.abort.signal);
        if (result.result === 'done') await sender.complete(ticket, result.outcome, at.lost.signal);
        else await sender.fail(ticket, result.reason, at.lost.signal);
        finish(at, offset, result.result === 'done' ? 'completed' : 'failed', waited, seconds());
      } catch (error) {
        // Not foreseen: the ticket must not be lost, and the next process may do better.
        if (one.brokenOff === undefined) throw error;
        if (at.lost.signal.aborted || one.brokenOff === 'stopped') observer.abandoned();
        else if (one.brokenOff === 'withdrawn') finish(at, offset, 'withdrawn', waited, seconds());
        else {
          await sender.requeue(ticket, at.lost.signal).then(
            () => finish(at, offset, 'requeued', waited, seconds()),
            () => observer.abandoned(),
          );
        }
      } finally {
        inHand.delete(one);
        unwatch();
      }
    },
    finish,
    lose(at) {
      at.lost.abort();
      for (const one of inHand) if (one.at === at) breakOff(one, 'lost');
    },
    stop() {
      clearInterval(sweep);
      for (const one of inHand) breakOff(one, 'stopped');
    },
  };
}
