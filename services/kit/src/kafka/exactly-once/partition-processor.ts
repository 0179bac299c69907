import { createBackoff, sleep } from '../../tools/backoff.ts';
import { abortable } from '../../tools/on-abort.ts';
import { settledWithin } from '../../tools/with-timeout.ts';
import { isFenced } from '../connection/errors.ts';
import type { FetchedChunk, Fetcher } from '../consume/fetch/fetcher.ts';
import type { Group } from '../consume/group/group.ts';
import { BatchTooLarge } from '../produce/produce-batches.ts';
import type { RecordLimits } from './limits/record-limits.ts';
import { type OpenedPartition, openPartition } from './open-partition.ts';
import { PartitionQueue } from './partition-queue.ts';
import { processCommands } from './process-commands.ts';
import {
  type ExactlyOnceOptions,
  type PartitionPhase,
  type ProcessorLimits,
  processorLimits,
} from './processor-options.ts';
import { type Protocol, protocol } from './protocol.ts';
import { PartitionStopped } from './starting-offset.ts';

/** One owned partition: opens it by the protocol, then turns commands into transactions until stopped. */
export type RunningPartition = {
  enqueue(chunk: FetchedChunk): void;
  outOfRange(topic: string, position: number): void;
  readonly phase: PartitionPhase;
  /** Resolves when it sends nothing any more, which may be later than `stop` waits. */
  readonly ended: Promise<void>;
  /** Finishes the transaction in hand and closes. */
  stop(): Promise<void>;
};

export type PartitionContext = {
  partition: number;
  fetcher: Fetcher;
  recordLimits: RecordLimits;
  /** Resolves when this member has joined. */
  membership: Promise<Group>;
  /**
   * The end of this process's last run of the partition: two of them at a time would fence each other, and neither
   * would know how what the other found had ended.
   */
  after?: Promise<void> | undefined;
};

const stopWithinMs = 5_000;
/** Longer than a request to a broker that does not answer (30 s). */
const handOverMs = 40_000;

export function startPartition<S>(
  options: ExactlyOnceOptions<S>,
  context: PartitionContext,
): RunningPartition {
  return new PartitionRun(options, context);
}

/** Opens the partition, processes its commands, and reopens it after errors. */
class PartitionRun<S> implements RunningPartition {
  readonly ended: Promise<void>;
  readonly #options: ExactlyOnceOptions<S>;
  readonly #context: PartitionContext;
  readonly #limits: ProcessorLimits;
  readonly #protocol: Protocol;
  readonly #queue: PartitionQueue;
  readonly #stopping = new AbortController();
  #phase: PartitionPhase = 'opening';

  constructor(options: ExactlyOnceOptions<S>, context: PartitionContext) {
    this.#options = options;
    this.#context = context;
    this.#limits = processorLimits(options);
    this.#protocol = { ...protocol, ...options.faults?.protocol };
    this.#queue = new PartitionQueue({ ...context, ...this.#limits });
    this.ended = this.#run();
  }

  get phase(): PartitionPhase {
    return this.#phase;
  }

  enqueue(chunk: FetchedChunk): void {
    this.#queue.enqueue(chunk);
  }

  outOfRange(topic: string, position: number): void {
    this.#queue.dispatch({ type: 'out-of-range', topic, position });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#queue.end();
    await settledWithin(this.ended, stopWithinMs);
    this.#phase = 'closed';
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { after } = this.#context;
    if (after) await abortable(settledWithin(after, handOverMs), signal).catch(() => {});
    const backoff = createBackoff({ min: 50, max: 3000 });
    while (!signal.aborted) {
      let opened: OpenedPartition<S> | undefined;
      try {
        opened = await this.#open();
        if (signal.aborted) return;
        backoff.reset();
        await this.#process(opened);
      } catch (error) {
        // The fetch of a partition that was revoked is not ours to stop: its next run may have begun it.
        if (signal.aborted) return;
        const reopens = await this.#handleFailure(error, opened);
        if (!reopens) return;
        await sleep(backoff.next(), signal);
      } finally {
        await opened?.close();
      }
    }
  }

  async #open(): Promise<OpenedPartition<S>> {
    const { faults, onOpened } = this.#options;
    const { partition, membership } = this.#context;
    const { signal } = this.#stopping;
    const began = performance.now();
    const opened = await openPartition(this.#options, {
      partition,
      membership,
      transactionTimeoutMs: this.#limits.transactionTimeoutMs,
      maxBatchBytes: this.#context.recordLimits.of,
      protocol: this.#protocol,
      step: (step) => faults?.onStep?.(step, partition),
      onConnectionLost: () => this.#queue.wake(),
      onStateRecords: () => this.#queue.wake(),
      signal,
    });
    this.#queue.open(opened.positions);
    this.#enter('open');
    onOpened?.({ partition, seconds: (performance.now() - began) / 1000 });
    return opened;
  }

  #process(opened: OpenedPartition<S>): Promise<void> {
    return processCommands(
      {
        options: this.#options,
        limits: this.#limits,
        recordLimits: this.#context.recordLimits,
        protocol: this.#protocol,
        partition: this.#context.partition,
        queue: this.#queue,
        signal: this.#stopping.signal,
      },
      opened,
    );
  }

  #enter(phase: PartitionPhase, why?: unknown): void {
    this.#phase = phase;
    this.#options.onPartition?.(this.#context.partition, phase, why);
  }

  /** @returns whether to reopen the partition */
  async #handleFailure(error: unknown, opened: OpenedPartition<S> | undefined): Promise<boolean> {
    const { kafka, onReopened } = this.#options;
    const { partition, membership } = this.#context;
    this.#queue.close();
    if (error instanceof PartitionStopped) {
      kafka.log.error({ err: error, partition }, 'partition stopped');
      this.#enter('stopped', error);
      return false;
    }
    if (error instanceof BatchTooLarge) this.#context.recordLimits.refused(error);
    const fenced = isFenced(error);
    this.#enter('opening', error);
    onReopened?.({ partition, reason: fenced ? 'fenced' : 'error' });
    kafka.log.warn({ err: error, partition, fenced }, 'partition broke off, reopening it');
    await opened?.close();
    // A process that slept through its session is fenced by the new owner; were it to reopen at once, it would fence
    // the owner in turn. A confirmed membership proves that it still owns the partition.
    const { signal } = this.#stopping;
    if (fenced) await (await abortable(membership, signal)).confirmed(signal);
    return true;
  }
}
