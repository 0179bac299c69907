import { readCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';
import type { FetchedChunk } from '@cupcakery/kit/kafka/consume/fetch/fetcher';
import type { PartitionConsumer } from '@cupcakery/kit/kafka/consume/partition-consumer';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { sleep } from '@cupcakery/kit/tools/backoff';
import { settledWithin } from '@cupcakery/kit/tools/with-timeout';
import { type Ticket, ticketOf } from '../tickets/ticket.ts';
import { startTicketWork, type TicketWork } from '../work/ticket-work.ts';
import type { StageOptions } from './stage-options.ts';
import type { AssignedTicket, StagePartition } from './stage-partition.ts';
import { StageState, stageLimits } from './stage-state.ts';

const commitEveryMs = 100;

/** The shell around `StageState`: starts work while there is room, and commits what is finished. */
export class StageRun {
  readonly #options: StageOptions;
  readonly #fields: { workflow: string; stage: string };
  readonly #state: StageState;
  readonly #tickets: TicketWork;
  readonly #consumer = Promise.withResolvers<PartitionConsumer>();
  readonly #inWork = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #committing: Promise<void>;
  #isPumping = false;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#fields = { workflow: options.workflow.name, stage: options.stage.name };
    this.#state = new StageState(stageLimits(options.work ? options.capacity : undefined));
    this.#tickets = startTicketWork(options);
    this.#committing = this.#commitLoop();
    // While the target is down nothing is taken, so that nothing ends that would look for more.
    options.work?.onUp(() => void this.#pump());
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
    const finished = metadata === undefined ? undefined : readCommitMetadata(offset, metadata).finished;
    this.#state.open(partition, offset, finished);
  }

  close(partition: number): void {
    const closed = this.#state.close(partition);
    if (closed) this.#tickets.revoke(closed);
  }

  reportLoss(partition: number, position: number): void {
    this.#options.kafka.log.error(
      { ...this.#fields, partition, position },
      'tickets were deleted before they were read; going on with the oldest',
    );
  }

  add({ partition, records, next }: FetchedChunk): void {
    const action = this.#state.add(partition, records, next, (record, from) => this.#read(record, from));
    if (action === 'pause') void this.#consumer.promise.then((consumer) => consumer.pause(partition));
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

  /** Undefined for a record that is no ticket: it is reported, and finished once the incident is written. */
  #read(record: KafkaRecord, partition: StagePartition): Ticket | undefined {
    const { kafka, workflow, stage, sender } = this.#options;
    try {
      return ticketOf(workflow, stage, record);
    } catch (error) {
      const { offset } = record;
      kafka.log.error(
        { ...this.#fields, partition: record.partition, offset, err: error },
        'a ticket cannot be read',
      );
      const reported = sender.incident(record, error, partition.revoked.signal);
      const finished = reported.then(() => this.#tickets.finish(partition, offset, 'unreadable', 0, 0));
      this.#track(unlessRevoked(finished, partition));
      return undefined;
    }
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
   * looks again before it ends.
   */
  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    const { work, withdrawals } = this.#options;
    this.#isPumping = true;
    try {
      while (!this.#stopping.signal.aborted && !work?.down) {
        const round = this.#state.take(this.#inWork.size);
        if (round.length === 0) break;
        // A cancel or claim that someone saw answered before this moment is honoured.
        await withdrawals.sync(round.map(({ ticket }) => ticket.orderId));
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

  #begin({ partition, ticket }: AssignedTicket): void {
    if (partition.revoked.signal.aborted || this.#stopping.signal.aborted) return;
    const { stage, work, withdrawals, sender } = this.#options;
    const { orderId, visit, offset } = ticket;
    const waited = Math.max(0, (Date.now() - ticket.readyAt) / 1000);
    const finishWithdrawn = () => this.#tickets.finish(partition, offset, 'withdrawn', waited, 0);
    if (withdrawals.has(orderId, stage.name, visit)) finishWithdrawn();
    else if (work) this.#track(this.#tickets.workOn(partition, ticket, waited));
    else {
      withdrawals.watch(orderId, stage.name, visit, finishWithdrawn);
      if (!ticket.place) return;
      // The next owner of a revoked partition places the order.
      this.#track(unlessRevoked(sender.place(ticket.place, ticket, partition.revoked.signal), partition));
    }
  }

  async #commitOnce(consumer: PartitionConsumer): Promise<void> {
    const dirty = this.#state.dirty(this.#options.work?.down ?? false);
    if (dirty.length === 0) return;
    await consumer.commit(
      dirty.map(({ partition, offset, metadata }) => ({ partition: partition.partition, offset, metadata })),
    );
    this.#state.committed(dirty);
  }

  async #commitLoop(): Promise<void> {
    const { kafka } = this.#options;
    const { signal } = this.#stopping;
    const consumer = await this.#consumer.promise;
    while (!signal.aborted) {
      await sleep(commitEveryMs, signal);
      // A rebalance refuses commits for a moment; the next round commits more.
      if (!consumer.joined) continue;
      await this.#commitOnce(consumer).catch((err) =>
        kafka.log.debug({ ...this.#fields, err }, 'commit refused'),
      );
    }
  }
}

/** A task that ends because its partition was revoked is done; any other rejection is unexpected, and stays one. */
async function unlessRevoked(task: Promise<void>, { revoked }: StagePartition): Promise<void> {
  try {
    await task;
  } catch (error) {
    if (!revoked.signal.aborted) throw error;
  }
}
