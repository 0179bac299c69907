import { abortable } from '../../tools/on-abort.ts';
import type { KafkaClient } from '../connection/client.ts';
import { unreadableChunk } from '../consume/fetch/unreadable.ts';
import { type Reader, startReader } from '../consume/reader.ts';
import type { WrittenBatch } from '../produce/produce-batches.ts';
import type { KafkaRecord } from '../wire/record.ts';
import { OwnWrites } from './own-writes.ts';
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
  /** Of shared topics. */
  readonly #own = new Map<StateTopic, OwnWrites>();
  /** Then nothing rests: it would never end. */
  #isCatchingUp = false;
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
      const receive = (records: readonly KafkaRecord[]) => {
        if (!isRestoring) this.#hold(topic, records);
        else for (const record of records) fold(topic, record);
      };
      const reader = await startReader(
        {
          kafka,
          topic: topic.topic,
          partitions: [this.#partition],
          from: 'start',
          maxWaitMs: topic.shared ? 250 : 50,
          onRecords: (_partition, records) => receive(records),
          onUnreadable: (range) => receive(unreadableChunk(range).records),
        },
        signal,
      );
      this.#readers.set(topic, reader);
      await abortable(reader.sync(), signal);
      isRestoring = false;
      if (!topic.shared) {
        await reader.stop();
        continue;
      }
      this.#own.set(topic, new OwnWrites());
      void reader.failed.catch((error: unknown) => this.#fail(error));
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

  /** Waits until all that is committed in the shared topics has come, so that nothing is decided on less. */
  async catchUp(): Promise<void> {
    this.#isCatchingUp = true;
    try {
      const shared = [...this.#readers].filter(([{ shared }]) => shared);
      for (const [, reader] of shared) reader.resume();
      await Promise.all(shared.map(([, reader]) => reader.sync([this.#partition], 'committed')));
    } finally {
      this.#isCatchingUp = false;
    }
  }

  /** Says where records of a committed transaction lie, so that what others wrote before them does not undo them. */
  wrote(batches: readonly WrittenBatch[]): void {
    if (this.#own.size === 0) return;
    const byTopic = new Map([...this.#own].map(([{ topic }, own]) => [topic, own]));
    for (const { topic, partition, messages, baseOffset } of batches) {
      const own = byTopic.get(topic);
      if (!own || partition !== this.#partition) continue;
      for (const [index, { key }] of messages.entries()) own.wrote(String(key), baseOffset + index);
    }
  }

  /**
   * Removes the records that have come since the last call.
   * @param fold called with each, in the order of its topic; `isSuperseded`: a later own record of its key counts already
   * @throws when a followed topic cannot be read any more
   */
  take(fold: (topic: StateTopic, record: KafkaRecord, isSuperseded: boolean) => void): void {
    if (this.#failure !== undefined) throw this.#failure;
    const taken = [...this.#waiting];
    this.#waiting.clear();
    for (const [topic, records] of taken) {
      const own = this.#own.get(topic);
      for (const record of records) fold(topic, record, own?.supersede(record) ?? false);
      this.#readers.get(topic)?.resume();
    }
    for (const [topic, own] of this.#own) {
      const position = this.#readers.get(topic)?.positions().get(this.#partition);
      if (position !== undefined && own.size > 0) own.forgetBefore(position);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.stop()));
  }

  #hold(topic: StateTopic, records: readonly KafkaRecord[]): void {
    const waiting = this.#waiting.get(topic) ?? [];
    for (const record of records) waiting.push(record);
    this.#waiting.set(topic, waiting);
    if (waiting.length > maxWaiting && !this.#isCatchingUp) this.#readers.get(topic)?.pause();
    this.#onRecords();
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#onRecords();
  }
}
