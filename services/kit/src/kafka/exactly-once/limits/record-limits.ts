import type { BatchTooLarge } from '../../produce/produce-batches.ts';
import { RecordTooLarge } from '../../produce/record-too-large.ts';
import { type ProduceRecord, sizeOf } from '../../wire/record.ts';
import { recordBatchSize } from '../../wire/record-batch.ts';

/** Kafka's own default for `max.message.bytes`. */
const kafkaDefault = 1_048_588;
/** What `sizeOf` leaves out of a batch with one record, at most. */
const roughly = 200;

/**
 * How large a record batch each topic accepts, in bytes: as its configuration says, or, where that must not be read, as
 * the broker's refusals have shown. No IO.
 */
export class RecordLimits {
  readonly #tagBytes: number;
  readonly #stated = new Map<string, number>();
  readonly #learned = new Map<string, number>();

  /** @param tagBytes what its transaction adds to a record, at most */
  constructor(tagBytes: number) {
    this.#tagBytes = tagBytes;
  }

  /** Of a record batch on the wire. */
  readonly of = (topic: string): number =>
    Math.min(this.#stated.get(topic) ?? kafkaDefault, this.#learned.get(topic) ?? Number.POSITIVE_INFINITY);

  /** The topic's configuration, which is right whatever was refused before. */
  state(topic: string, maxBytes: number): void {
    this.#learned.delete(topic);
    this.#stated.set(topic, maxBytes);
  }

  /** A batch was refused: half of it may fit, of a single record nothing. */
  refused({ topic, records, bytes }: Pick<BatchTooLarge, 'topic' | 'records' | 'bytes'>): void {
    const limit = records > 1 ? Math.floor(bytes / 2) : bytes - 1;
    this.#learned.set(topic, Math.min(limit, this.#learned.get(topic) ?? limit));
  }

  /** The first record that its topic would not even accept alone. */
  tooLarge(records: readonly ProduceRecord[]): RecordTooLarge | undefined {
    for (const record of records) {
      const { topic } = record;
      const limit = this.of(topic);
      if (sizeOf(record) + roughly <= limit) continue;
      const bytes = recordBatchSize([record]) + this.#tagBytes;
      if (bytes > limit) return new RecordTooLarge({ topic, bytes });
    }
    return undefined;
  }
}
