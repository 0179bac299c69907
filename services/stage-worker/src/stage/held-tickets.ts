import type { Ticket } from '../tickets/ticket.ts';
import type { WithdrawalWatcher } from '../tickets/withdrawals.ts';
import type { TicketWork } from '../work/ticket-work.ts';
import type { StageOptions } from './stage-options.ts';
import type { StagePartition } from './stage-partition.ts';

/** The tickets of a manual stage: each is held until its order leaves the stage. */
export type HeldTickets = {
  add(partition: StagePartition, ticket: Ticket, waited: number): void;
  /** Holds no ticket of this partition any more: others own it. */
  drop(partition: StagePartition): void;
};

/** @param onRoom called when a ticket has left and another may be held */
export function createHeldTickets(
  options: StageOptions,
  tickets: Pick<TicketWork, 'finish'>,
  onRoom: () => void,
): HeldTickets {
  const { kafka, workflow, stage, withdrawals, observer, maxHeld } = options;
  const finish = (held: HeldTicket) => {
    count(-1, held.partition);
    tickets.finish(held.partition, held.offset, 'withdrawn', held.waited, 0);
    onRoom();
  };
  let total = 0;
  let isFull = false;

  function count(change: 1 | -1, partition: StagePartition): void {
    partition.held += change;
    counted(total + change);
  }

  function counted(now: number): void {
    total = now;
    observer.held(total);
    const wasFull = isFull;
    // A line for each ticket that leaves at the bound would say nothing new.
    isFull = total >= (wasFull ? maxHeld * 0.9 : maxHeld);
    if (isFull === wasFull) return;
    const fields = { workflow: workflow.name, stage: stage.name, held: total };
    if (isFull)
      kafka.log.warn(fields, 'as many tickets are held as may be (MAX_HELD); the others wait in Kafka');
    else kafka.log.info(fields, 'tickets that waited in Kafka are held again');
  }

  return {
    add(partition, ticket, waited) {
      count(1, partition);
      withdrawals.watch(ticket.orderId, stage.name, new HeldTicket(partition, ticket, waited, finish));
    },
    drop(partition) {
      withdrawals.unwatchAll((watcher) => watcher instanceof HeldTicket && watcher.partition === partition);
      counted(total - partition.held);
    },
  };
}

/** A class, and not closures, because there may be 200,000; nothing of the ticket's value is kept. */
class HeldTicket implements WithdrawalWatcher {
  readonly visit: number;
  readonly partition: StagePartition;
  readonly offset: number;
  readonly waited: number;
  readonly #finish: (held: HeldTicket) => void;

  constructor(
    partition: StagePartition,
    { visit, offset }: Ticket,
    waited: number,
    finish: (held: HeldTicket) => void,
  ) {
    this.visit = visit;
    this.partition = partition;
    this.offset = offset;
    this.waited = waited;
    this.#finish = finish;
  }

  onWithdrawn(): void {
    this.#finish(this);
  }
}
