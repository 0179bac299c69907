import { readCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';
import type { FetchedChunk } from '@cupcakery/kit/kafka/consume/fetch/fetcher';
import type { PartitionConsumer } from '@cupcakery/kit/kafka/consume/partition-consumer';
import { settledWithin } from '@cupcakery/kit/tools/with-timeout';
import { isTicket, type Ticket, ticketOf } from '../tickets/ticket.ts';
import { startTicketWork, type TicketWork } from '../work/ticket-work.ts';
import { runCommitLoop } from './commit-loop.ts';
import { createHeldTickets, type HeldTickets } from './held-tickets.ts';
import type { StageOptions } from './stage-options.ts';
import { type AssignedItem, type StagePartition, unlessRevoked } from './stage-partition.ts';
import { StageState, stageLimits } from './stage-state.ts';
import type { UnreadableRecords } from './unreadable-records.ts';

/** The shell around `StageState`: starts work while there is room, and commits what is finished. */
export class StageRun {
  readonly #options: StageOptions;
  readonly #fields: { workflow: string; stage: string };
  readonly #state: StageState;
  readonly #tickets: TicketWork;
  readonly #held: HeldTickets;
  readonly #consumer = Promise.withResolvers<PartitionConsumer>();
  readonly #inWork = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #committing: Promise<void>;
  #isPumping = false;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#fields = { workflow: options.workflow.name, stage: options.stage.name };
    this.#state = new StageState(stageLimits(options.work ? options.capacity : undefined, options.maxHeld));
    this.#tickets = startTicketWork(options);
    this.#held = createHeldTickets(options, this.#tickets, () => void this.#pump());
    this.#committing = runCommitLoop(
      {
        consumer: this.#consumer.promise,
        commit: (consumer) => this.#commitOnce(consumer),
        onRefused: (err) =>
          options.kafka.log.error(
            { ...this.#fields, err },
            'commits are refused; what is finished will be repeated after a restart',
          ),
      },
      this.#stopping.signal,
    );
    // While the target is down nothing is taken, so that nothing ends that would look for more.
    options.work?.onUp(() => void this.#pump());
    options.pause.onResume(() => void this.#pump());
  }

  /** The first chunks may come before the consumer is there. */
  begin(consumer: PartitionConsumer): void {
    this.#consumer.resolve(consumer);
  }

  /** There will be no consumer. */
  abandon(): void {
    this.#stopping.abort();
    this.#tickets.stop();
    this.#options.work?.stop();
  }

  open(partition: number, { offset, metadata }: { offset: number; metadata?: string }): void {
    const commit = metadata === undefined ? undefined : readCommitMetadata(offset, metadata);
    const since = commit ? (commit.since ?? 'end') : 0;
    const ownIdsFrom = this.#options.stage.adopt ? since : undefined;
    this.#state.open(partition, { offset, finished: commit?.finished, ownIdsFrom });
  }

  close(partition: number): void {
    const closed = this.#state.close(partition);
    if (!closed) return;
    this.#tickets.revoke(closed);
    this.#held.drop(closed);
  }

  reportLoss(partition: number, position: number): void {
    this.#options.kafka.log.error(
      { ...this.#fields, partition, position },
      'tickets were deleted before they were read; going on with the oldest',
    );
  }

  add(chunk: FetchedChunk): void {
    const { kafka, workflow, stage } = this.#options;
    const action = this.#state.add(chunk, (record, ownIdsFrom) =>
      ticketOf(workflow, stage, record, ownIdsFrom, kafka.now()),
    );
    if (action === 'pause') void this.#consumer.promise.then((consumer) => consumer.pause(chunk.partition));
    void this.#pump();
  }

  async stop(): Promise<void> {
    const { kafka, stopGraceMs } = this.#options;
    const consumer = await this.#consumer.promise;
    consumer.stopFetching();
    this.#state.clearWaiting();
    await settledWithin(Promise.allSettled(this.#inWork), stopGraceMs);
    this.#stopping.abort();
    this.#tickets.stop();
    this.#options.work?.stop();
    await this.#committing;
    await this.#commitOnce(consumer).catch((err) =>
      kafka.log.warn({ ...this.#fields, err }, 'last commit refused; a few tickets will be repeated'),
    );
    await consumer.stop();
    await Promise.allSettled(this.#inWork);
  }

  /** Reports records that are no tickets; they are finished once their incident is written. */
  async #report(partition: StagePartition, records: UnreadableRecords): Promise<void> {
    const { kafka, stage, sender } = this.#options;
    const { offset, offsets, key, reason } = records;
    const position = { topic: stage.topic, partition: partition.partition, offset };
    const lastOffset = offsets.at(-1) ?? offset;
    const range = lastOffset > offset ? { count: offsets.length, lastOffset } : undefined;
    kafka.log.error(
      { ...this.#fields, ...position, ...range, reason },
      'records are no tickets and become an incident; republish or discard them',
    );
    const found = { record: { ...position, key }, error: reason, ...(range ? { range } : {}) };
    await sender.incident(found, partition.revoked.signal);
    for (const one of offsets) this.#tickets.finish(partition, one, 'unreadable', 0, 0);
  }

  #track(task: Promise<void>): void {
    const { observer } = this.#options;
    this.#inWork.add(task);
    observer.inWork(this.#inWork.size);
    void task.finally(() => {
      this.#inWork.delete(task);
      observer.inWork(this.#inWork.size);
      void this.#pump();
    });
  }

  /**
   * Starts as much work as there is room for. One loop at a time: a call while it runs changes nothing, since the loop
   * looks again before it ends. A paused stage of people goes on: tickets that they finish must leave it.
   */
  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    const { work, pause, withdrawals } = this.#options;
    this.#isPumping = true;
    try {
      while (!this.#stopping.signal.aborted && !work?.down && !(work && pause.paused)) {
        const round = this.#state.take(this.#inWork.size);
        if (round.length === 0) break;
        // A cancel or claim that someone saw answered before this moment is honoured.
        await withdrawals.sync(round.flatMap(({ item }) => (isTicket(item) ? [item.orderId] : [])));
        for (const one of round) this.#begin(one);
        const resumed = this.#state.resume();
        if (resumed.length === 0) continue;
        const consumer = await this.#consumer.promise;
        for (const partition of resumed) consumer.resume(partition);
      }
    } catch (err) {
      if (!this.#stopping.signal.aborted) throw err;
    } finally {
      this.#isPumping = false;
    }
  }

  #begin({ partition, item }: AssignedItem): void {
    if (partition.revoked.signal.aborted || this.#stopping.signal.aborted) return;
    if (isTicket(item)) this.#beginTicket(partition, item);
    else this.#track(unlessRevoked(this.#report(partition, item), partition));
  }

  #beginTicket(partition: StagePartition, ticket: Ticket): void {
    const { kafka, stage, work, withdrawals, sender } = this.#options;
    const { orderId, visit, offset } = ticket;
    const waited = Math.max(0, (kafka.now() - ticket.readyAt) / 1000);
    if (withdrawals.has(orderId, stage.name, visit))
      this.#tickets.finish(partition, offset, 'withdrawn', waited, 0);
    else if (work) this.#track(this.#tickets.workOn(partition, ticket, waited));
    else {
      this.#held.add(partition, ticket, waited);
      if (!ticket.place) return;
      // The next owner of a revoked partition places the order.
      this.#track(unlessRevoked(sender.place(ticket.place, ticket, partition.revoked.signal), partition));
    }
  }

  async #commitOnce(consumer: PartitionConsumer): Promise<void> {
    const dirty = this.#state.dirty({
      targetDown: this.#options.work?.down ?? false,
      paused: this.#options.pause.paused,
    });
    if (dirty.length === 0) return;
    await consumer.commit(
      dirty.map(({ partition: { partition }, point: { offset, metadata } }) => ({
        partition,
        offset,
        metadata,
      })),
    );
    if (this.#state.committed(dirty)) void this.#pump();
  }
}
