import type { ProduceRecord } from '../wire/record.ts';

/** One call of `send` that waits for the brokers. `deadline` is in ms of the clock that the caller passes in. */
export type PendingSend = {
  readonly deadline: number;
  /** Records that no broker has acknowledged yet. */
  unacknowledged: number;
  /** Its caller knows how it ended; records of it that are not under way are not sent any more. */
  ended: boolean;
};

export type QueuedRecord = {
  readonly record: ProduceRecord;
  readonly bytes: number;
  readonly send: PendingSend;
};

/** What became of the batch under way, as the broker or the connection answered. */
export type BatchResult =
  | 'delivered'
  /** Longer than the partition's topic accepts. */
  | 'too-large'
  /** At least one of its records is not acceptable. */
  | 'invalid'
  /** The broker will accept none of it. */
  | 'refused'
  /** The broker no longer accepts the producer's identity; the records' own ids make a repetition harmless. */
  | 'identity-lost'
  /** Worth another attempt. */
  | 'transient';

/** Records of one partition to be sent as one record batch, under sequence numbers of one producer identity. */
export type QueuedBatch = {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly QueuedRecord[];
  readonly firstSequence: number;
  /** Number of the producer identity. */
  readonly identity: number;
};

export type BatchLimits = { maxBatchBytes: number; maxBatchRecords: number };

const sequences = 2 ** 31;
const pause = { min: 10, max: 500 };
/** After each delivery the learned bound grows by this part, since a topic's bound may have been raised. */
const growth = 1 / 64;

/**
 * The records of one partition, in their order; the first ones may be under way as one batch. No IO and no clock.
 * A batch whose fate is unknown stays as it is, under its sequence numbers: the broker recognises a repetition only if
 * nothing was added or left out. A batch that the broker refused has used up no sequence numbers.
 */
export class PartitionSends {
  readonly topic: string;
  readonly partition: number;
  readonly #limits: BatchLimits;
  #records: QueuedRecord[] = [];
  #batch: QueuedBatch | undefined;
  #isUnderWay = false;
  #sequence = 0;
  #identity: number;
  #maxBytes: number;
  #failures = 0;
  #retryAt = 0;

  constructor(where: { topic: string; partition: number }, limits: BatchLimits, identity: number) {
    this.topic = where.topic;
    this.partition = where.partition;
    this.#limits = limits;
    this.#identity = identity;
    this.#maxBytes = limits.maxBatchBytes;
  }

  get identity(): number {
    return this.#identity;
  }

  /** When the next batch may be sent; undefined while there is none, or one is under way. */
  get nextAttempt(): number | undefined {
    return this.#isUnderWay || this.#records.length === 0 ? undefined : this.#retryAt;
  }

  add(record: QueuedRecord): void {
    this.#records.push(record);
  }

  /** The next batch, or the last one again; it is under way until `settle`. Undefined when nothing is left to send. */
  take(): { batch: QueuedBatch | undefined; dropped: QueuedRecord[] } {
    const dropped = this.#batch ? [] : this.#dropEnded();
    this.#batch ??= this.#cut();
    this.#isUnderWay = this.#batch !== undefined;
    return { batch: this.#batch, dropped };
  }

  /**
   * The outcome of the batch under way.
   * @param newIdentity the number of an identity that this partition has not used
   * @returns the records that have left the queue, and those of them that the broker will never accept
   */
  settle(
    result: BatchResult,
    now: number,
    newIdentity: () => number,
  ): { left: readonly QueuedRecord[]; refused: boolean; backsOff: boolean } {
    const batch = this.#batch;
    this.#isUnderWay = false;
    if (!batch) return { left: [], refused: false, backsOff: false };
    switch (result) {
      case 'delivered':
        this.#sequence = (this.#sequence + batch.records.length) % sequences;
        this.#maxBytes = Math.min(this.#limits.maxBatchBytes, Math.ceil(this.#maxBytes * (1 + growth)));
        return { left: this.#remove(batch), refused: false, backsOff: false };
      case 'too-large':
      case 'invalid':
        if (batch.records.length === 1) return { left: this.#remove(batch), refused: true, backsOff: false };
        this.#batch = this.#half(batch, result);
        return { left: [], refused: false, backsOff: false };
      case 'refused':
        return { left: this.#remove(batch), refused: true, backsOff: false };
      case 'identity-lost':
        this.#renew(newIdentity());
        break;
      case 'transient':
        break;
      default:
        return result satisfies never;
    }
    this.#retryAt = now + Math.min(pause.max, pause.min * 2 ** this.#failures);
    this.#failures += 1;
    return { left: this.#expire(now, newIdentity), refused: false, backsOff: true };
  }

  #cut(): QueuedBatch | undefined {
    let bytes = 0;
    let count = 0;
    for (const record of this.#records) {
      bytes += record.bytes;
      if (count > 0 && (bytes > this.#maxBytes || count >= this.#limits.maxBatchRecords)) break;
      count += 1;
    }
    return count === 0 ? undefined : this.#batchOf(this.#records.slice(0, count));
  }

  #batchOf(records: readonly QueuedRecord[]): QueuedBatch {
    const { topic, partition } = this;
    return { topic, partition, records, firstSequence: this.#sequence, identity: this.#identity };
  }

  #half({ records }: QueuedBatch, result: 'too-large' | 'invalid'): QueuedBatch {
    const half = records.slice(0, Math.ceil(records.length / 2));
    // Batches after this one need not be refused first.
    if (result === 'too-large') this.#maxBytes = half.reduce((sum, { bytes }) => sum + bytes, 0);
    return this.#batchOf(half);
  }

  #remove({ records }: QueuedBatch): readonly QueuedRecord[] {
    this.#records.splice(0, records.length);
    this.#batch = undefined;
    this.#failures = 0;
    this.#retryAt = 0;
    return records;
  }

  /** Under a new identity sequence numbers begin at 0, and any batch is new to the broker. */
  #renew(identity: number): void {
    this.#identity = identity;
    this.#sequence = 0;
    if (this.#batch) this.#batch = this.#batchOf(this.#batch.records);
  }

  /** Records whose time is over leave; a batch only as a whole, since the rest of it would be another batch. */
  #expire(now: number, newIdentity: () => number): QueuedRecord[] {
    const isOver = ({ send }: QueuedRecord) => send.ended || send.deadline < now;
    const batch = this.#batch?.records ?? [];
    const rest = this.#records.slice(batch.length);
    if (!batch.every(isOver)) {
      this.#records = [...batch, ...rest.filter((record) => !isOver(record))];
      return rest.filter(isOver);
    }
    // The broker may have it all the same, and would take the next batch under its numbers for a repetition.
    this.#batch = undefined;
    this.#renew(newIdentity());
    this.#records = rest.filter((record) => !isOver(record));
    return [...batch, ...rest.filter(isOver)];
  }

  #dropEnded(): QueuedRecord[] {
    const dropped = this.#records.filter(({ send }) => send.ended);
    if (dropped.length > 0) this.#records = this.#records.filter(({ send }) => !send.ended);
    return dropped;
  }
}
