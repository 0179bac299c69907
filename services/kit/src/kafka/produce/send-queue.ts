import { type ProduceRecord, sizeOf } from '../wire/record.ts';
import {
  type BatchLimits,
  type BatchResult,
  PartitionSends,
  type PendingSend,
  type QueuedBatch,
  type QueuedRecord,
} from './partition-sends.ts';

/** What follows from the outcome of a batch. */
export type BatchEffect = {
  /** All of their records are with their brokers. */
  delivered: PendingSend[];
  /** The broker will never accept a record of theirs. */
  refused: PendingSend[];
  /** Waited for too long. */
  expired: PendingSend[];
  /** The partition rests before its next attempt. */
  backsOff: boolean;
};

export type SendQueueOptions = BatchLimits & {
  deliveryTimeoutMs: number;
  /** Above it a send is refused, so that memory stays bounded. */
  maxPendingBytes: number;
};

const keyOf = ({ topic, partition }: { topic: string; partition: number }) => `${partition}/${topic}`;

/**
 * The state of an idempotent producer: sends in their order, their records by partition. Each partition has at most one
 * batch under way, sequence numbers and trouble of its own. No IO and no clock; the producer is the shell around it.
 */
export class SendQueue {
  readonly #options: SendQueueOptions;
  readonly #partitions = new Map<string, PartitionSends>();
  readonly #sends = new Set<PendingSend>();
  #pendingBytes = 0;
  #identity = 0;

  constructor(options: SendQueueOptions) {
    this.#options = options;
  }

  /** Sends that have not ended. */
  get length(): number {
    return this.#sends.size;
  }

  /** Undefined when there is no room. */
  add(records: readonly ProduceRecord[], now: number): PendingSend | undefined {
    const sizes = records.map(sizeOf);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (this.#pendingBytes + bytes > this.#options.maxPendingBytes) return undefined;
    this.#pendingBytes += bytes;
    const deadline = now + this.#options.deliveryTimeoutMs;
    const send = { deadline, unacknowledged: records.length, ended: false };
    this.#sends.add(send);
    for (const [i, record] of records.entries()) {
      this.#partitionOf(record).add({ record, bytes: sizes[i] ?? 0, send });
    }
    return send;
  }

  /**
   * The next batch of each partition that has none under way and does not rest; they are under way from here on.
   * @param isFree whether the partition's leader is to get a request now
   */
  take(now: number, isFree: (topic: string, partition: number) => boolean): QueuedBatch[] {
    const batches: QueuedBatch[] = [];
    for (const sends of this.#partitions.values()) {
      if ((sends.nextAttempt ?? Number.POSITIVE_INFINITY) > now) continue;
      if (!isFree(sends.topic, sends.partition)) continue;
      const { batch, dropped } = sends.take();
      this.#release(dropped);
      if (batch) batches.push(batch);
    }
    return batches;
  }

  /** The earliest time at which a partition has something to send; undefined while none has. */
  nextAttempt(): number | undefined {
    const attempts = [...this.#partitions.values()].flatMap(({ nextAttempt: at }) =>
      at === undefined ? [] : [at],
    );
    return attempts.length === 0 ? undefined : Math.min(...attempts);
  }

  /** The outcome of a batch that `take` has returned. */
  settle(batch: QueuedBatch, result: BatchResult, now: number): BatchEffect {
    const sends = this.#partitionOf(batch);
    const { left, refused, backsOff } = sends.settle(result, now, () => this.#newIdentity(sends.identity));
    this.#release(left);
    const effect: BatchEffect = { delivered: [], refused: [], expired: [], backsOff };
    if (backsOff) effect.expired = this.#end(overdue([...batch.records, ...left], now));
    else if (refused) effect.refused = this.#end(left);
    else {
      for (const { send } of left) send.unacknowledged -= 1;
      effect.delivered = this.#end(left.filter(({ send }) => send.unacknowledged === 0));
    }
    return effect;
  }

  /** Whether a partition still uses an identity. */
  uses(identity: number): boolean {
    return [...this.#partitions.values()].some((sends) => sends.identity === identity);
  }

  /** Drops everything, since the producer stops. @returns sends that have not ended */
  abandon(): PendingSend[] {
    const left = [...this.#sends];
    for (const send of left) send.ended = true;
    this.#sends.clear();
    this.#partitions.clear();
    this.#pendingBytes = 0;
    return left;
  }

  #partitionOf(where: { topic: string; partition: number }): PartitionSends {
    const key = keyOf(where);
    const known = this.#partitions.get(key);
    if (known) return known;
    const created = new PartitionSends(where, this.#options, this.#identity);
    this.#partitions.set(key, created);
    return created;
  }

  /** Partitions that lose their identity one after the other share the next one. */
  #newIdentity(lost: number): number {
    if (lost === this.#identity) this.#identity += 1;
    return this.#identity;
  }

  #release(records: readonly QueuedRecord[]): void {
    for (const { bytes } of records) this.#pendingBytes -= bytes;
  }

  #end(records: readonly QueuedRecord[]): PendingSend[] {
    const ended = new Set(records.map(({ send }) => send).filter((send) => !send.ended));
    for (const send of ended) {
      send.ended = true;
      this.#sends.delete(send);
    }
    return [...ended];
  }
}

const overdue = (records: readonly QueuedRecord[], now: number) =>
  records.filter(({ send }) => send.deadline < now);
