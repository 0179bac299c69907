import { type ProduceRecord, sizeOf } from '../wire/record.ts';

/** One call of `send` that waits for the brokers. Times are ms of the clock that the caller passes in. */
export type PendingSend = {
  readonly records: readonly ProduceRecord[];
  readonly bytes: number;
  readonly deadline: number;
};

/** What became of the batch under way, as the broker or the connection answered. */
export type BatchFailure =
  /** The broker has it already: an earlier attempt arrived, and only its answer was lost. */
  | 'duplicate'
  /** The broker will never take it. */
  | 'permanent'
  /** The broker no longer accepts the producer's identity; the records' own ids make a repetition harmless. */
  | 'identity-lost'
  /** Worth another attempt. */
  | 'transient';

/** What follows from a failure. */
export type FailureEffect = {
  delivered: PendingSend[];
  /** Rejected with the error. */
  refused: PendingSend[];
  /** Waited for too long. */
  expired: PendingSend[];
  /** The next batch needs a new producer identity, with sequence numbers from 0. */
  newIdentity: boolean;
  /** Wait before the next attempt. */
  backOff: boolean;
};

export type SendQueueOptions = {
  deliveryTimeoutMs: number;
  /** Above it a send is refused, so that memory stays bounded. */
  maxPendingBytes: number;
  maxBatchBytes: number;
  maxBatchRecords: number;
};

/**
 * The state of an idempotent producer: sends in their order, of which the first ones are under way as one batch.
 * No IO and no clock; the producer is the shell around it.
 */
export class SendQueue {
  readonly #options: SendQueueOptions;
  /** The batch under way is at the front. */
  readonly #sends: PendingSend[] = [];
  #batch: PendingSend[] = [];
  #pendingBytes = 0;

  constructor(options: SendQueueOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#sends.length;
  }

  /** Undefined when there is no room. */
  add(records: readonly ProduceRecord[], now: number): PendingSend | undefined {
    const bytes = records.reduce((sum, r) => sum + sizeOf(r), 0);
    if (this.#pendingBytes + bytes > this.#options.maxPendingBytes) return undefined;
    this.#pendingBytes += bytes;
    const send = { records, bytes, deadline: now + this.#options.deliveryTimeoutMs };
    this.#sends.push(send);
    return send;
  }

  /**
   * The sends of the next request. After a transient failure it is the same batch: the broker recognises a repetition
   * by its sequence numbers only if nothing was added or left out.
   */
  nextBatch(): readonly PendingSend[] {
    if (this.#batch.length === 0) this.#batch = this.#cutBatch();
    return this.#batch;
  }

  /** The brokers have the batch under way. */
  batchDelivered(): PendingSend[] {
    return this.#takeBatch();
  }

  /** @param stopped when the producer is stopped, nothing is retried any more */
  batchFailed(failure: BatchFailure, now: number, stopped: boolean): FailureEffect {
    const nothing = { delivered: [], refused: [], expired: [] };
    switch (failure) {
      case 'duplicate':
        // Which sequence numbers the broker expects next is unknown now.
        return { ...nothing, delivered: this.#takeBatch(), newIdentity: true, backOff: false };
      case 'permanent':
        return { ...nothing, refused: this.#takeBatch(), newIdentity: true, backOff: false };
      case 'identity-lost':
      case 'transient': {
        const expired = this.#expire(now, stopped);
        // What is left is another batch, so it needs another identity.
        if (expired.length > 0) this.#batch = [];
        return {
          ...nothing,
          expired,
          newIdentity: failure === 'identity-lost' || expired.length > 0,
          backOff: true,
        };
      }
      default:
        return failure satisfies never;
    }
  }

  #cutBatch(): PendingSend[] {
    const { maxBatchBytes, maxBatchRecords } = this.#options;
    let bytes = 0;
    let records = 0;
    let count = 0;
    for (const send of this.#sends) {
      bytes += send.bytes;
      records += send.records.length;
      if (count > 0 && (bytes > maxBatchBytes || records > maxBatchRecords)) break;
      count += 1;
    }
    return this.#sends.slice(0, count);
  }

  #takeBatch(): PendingSend[] {
    const batch = this.#batch;
    this.#batch = [];
    this.#sends.splice(0, batch.length);
    for (const { bytes } of batch) this.#pendingBytes -= bytes;
    return batch;
  }

  #expire(now: number, stopped: boolean): PendingSend[] {
    const expired = this.#sends.filter((send) => stopped || send.deadline < now);
    if (expired.length === 0) return expired;
    const kept = this.#sends.filter((send) => !stopped && send.deadline >= now);
    this.#sends.splice(0, this.#sends.length, ...kept);
    for (const { bytes } of expired) this.#pendingBytes -= bytes;
    return expired;
  }
}
