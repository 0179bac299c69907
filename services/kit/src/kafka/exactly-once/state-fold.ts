import type { KafkaClient } from '../connection/client.ts';
import { UnreadableRecords } from '../consume/fetch/unreadable.ts';
import { assertReadable, type KafkaRecord, type ProduceRecord } from '../wire/record.ts';
import type { PartitionProcessor, StateTopic } from './processor-options.ts';
import { PartitionStopped } from './starting-offset.ts';

/** Reports of unreadable records that wait to be written; what exceeds them is only counted in the log. */
const maxReports = 1000;

/** A partition's state with the way in which records of its topics are folded into it. */
export class StateFold<S> {
  readonly state: S;
  readonly #processor: PartitionProcessor<S>;
  readonly #kafka: Pick<KafkaClient, 'log' | 'now'>;
  /** Unreadable records below these offsets were reported by an earlier run, by topic. */
  readonly #reportedUpTo: ReadonlyMap<string, number>;
  #reports: ProduceRecord[] = [];
  #unreported = 0;

  constructor(input: {
    partition: number;
    processor: PartitionProcessor<S>;
    kafka: Pick<KafkaClient, 'log' | 'now'>;
    reportedUpTo: ReadonlyMap<string, number>;
  }) {
    this.state = input.processor.create(input.partition);
    this.#processor = input.processor;
    this.#kafka = input.kafka;
    this.#reportedUpTo = input.reportedUpTo;
  }

  /**
   * @param isSuperseded a later own record of the key counts already
   * @throws PartitionStopped for a record of an owned topic that cannot be read: its state would be missing
   */
  readonly fold = ({ topic, shared }: StateTopic, record: KafkaRecord, isSuperseded = false): void => {
    try {
      if (isSuperseded) this.#processor.check?.(assertReadable(record));
      else this.#processor.restore(this.state, assertReadable(record));
    } catch (error) {
      if (!shared)
        throw record.unreadable ? damagedState(record, record.unreadable) : unreadableState(record, error);
      if (record.offset >= (this.#reportedUpTo.get(topic) ?? 0)) this.#report(record, error);
    }
  };

  /** Removes the records that report what could not be read since the last call. */
  takeReports(): ProduceRecord[] {
    const reports = this.#reports;
    this.#reports = [];
    if (this.#unreported > 0) {
      this.#kafka.log.error(
        { records: this.#unreported },
        'more records cannot be read; only the first are reported',
      );
    }
    this.#unreported = 0;
    return reports;
  }

  #report(record: KafkaRecord, error: unknown): void {
    const { topic, partition, offset } = record;
    this.#kafka.log.error({ topic, partition, offset, err: error }, 'a record cannot be read and is skipped');
    const reports = this.#processor.unreadable?.(record, error, new Date(this.#kafka.now())) ?? [];
    if (this.#reports.length + reports.length > maxReports) this.#unreported += 1;
    else this.#reports.push(...reports);
  }
}

/** The stop of a partition whose state cannot be read: another release may have written it. */
export function unreadableState(
  { topic, partition, offset, key }: Pick<KafkaRecord, 'topic' | 'partition' | 'offset' | 'key'>,
  error: unknown,
): PartitionStopped {
  const reason = error instanceof Error ? error.message : String(error);
  return new PartitionStopped(
    `${topic}/${partition}: the state of ${key} at offset ${offset} cannot be read: ${reason}; run the release that wrote it, or one that reads it`,
    { cause: error },
  );
}

/** Another attempt would read the same; deciding on a state that lacks records would lose or double orders. */
function damagedState(
  { topic, partition, offset }: KafkaRecord,
  { last, reason }: { last: number; reason: string },
): PartitionStopped {
  return new PartitionStopped(
    new UnreadableRecords({ topic, partition, first: offset, last, reason }).message,
  );
}
