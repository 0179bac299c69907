import { abortable } from '../../tools/on-abort.ts';
import type { KafkaClient } from '../connection/client.ts';
import { type Reader, startReader } from '../consume/reader.ts';
import type { KafkaRecord } from '../wire/record.ts';
import type { StateTopic } from './processor-options.ts';

/** Above so many records that wait to be folded, reading of the topic rests. */
const maxWaiting = 2000;

/**
 * Reads one partition of the topics that a state is folded from: once to the end, then on where others write too.
 * Nothing is folded in between: the caller takes what has come when no transaction is under way.
 */
export class StateLog {
  readonly #partition: number;
  readonly #onRecords: () => void;
  readonly #readers = new Map<StateTopic, Reader>();
  readonly #waiting = new Map<StateTopic, KafkaRecord[]>();
  #failure: unknown;

  /** @param onRecords called when records of a followed topic have come, or reading it has failed */
  constructor(partition: number, onRecords: () => void) {
    this.#partition = partition;
    this.#onRecords = onRecords;
  }

  /**
   * Reads the topics to their end; those that are shared are followed from there until `stop`.
   * @param fold called with each record, oldest first within its topic; what it throws ends the restore
   */
  async restore(
    kafka: KafkaClient,
    topics: readonly StateTopic[],
    fold: (topic: StateTopic, record: KafkaRecord) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (const topic of topics) {
      let isRestoring = true;
      const reader = await startReader(
        {
          kafka,
          topic: topic.topic,
          partitions: [this.#partition],
          from: 'start',
          maxWaitMs: topic.shared ? 250 : 50,
          onRecords: (_partition, records) => {
            if (!isRestoring) this.#hold(topic, records);
            else for (const record of records) fold(topic, record);
          },
        },
        signal,
      );
      this.#readers.set(topic, reader);
      await abortable(reader.sync(), signal);
      isRestoring = false;
      if (topic.shared) void reader.failed.catch((error: unknown) => this.#fail(error));
      else await reader.stop();
    }
  }

  /** Where the next record to be folded lies, by shared topic. */
  positions(): Map<string, number> {
    const shared = [...this.#readers].filter(([{ shared }]) => shared);
    return new Map(
      shared.map(([topic, reader]) => {
        const read = reader.positions().get(this.#partition) ?? 0;
        return [topic.topic, this.#waiting.get(topic)?.[0]?.offset ?? read];
      }),
    );
  }

  /** Whether records wait to be folded, or reading has failed. */
  get hasNews(): boolean {
    return this.#failure !== undefined || [...this.#waiting.values()].some(({ length }) => length > 0);
  }

  /**
   * Removes the records that have come since the last call.
   * @throws when a followed topic cannot be read any more
   */
  take(): [StateTopic, KafkaRecord[]][] {
    if (this.#failure !== undefined) throw this.#failure;
    const taken = [...this.#waiting];
    this.#waiting.clear();
    for (const [topic] of taken) this.#readers.get(topic)?.resume();
    return taken;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.stop()));
  }

  #hold(topic: StateTopic, records: readonly KafkaRecord[]): void {
    const waiting = this.#waiting.get(topic) ?? [];
    for (const record of records) waiting.push(record);
    this.#waiting.set(topic, waiting);
    if (waiting.length > maxWaiting) this.#readers.get(topic)?.pause();
    this.#onRecords();
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#onRecords();
  }
}
