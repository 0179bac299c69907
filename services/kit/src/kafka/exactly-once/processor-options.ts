import type { KafkaClient } from '../connection/client.ts';
import type { KafkaRecord, ProduceRecord } from '../wire/record.ts';
import type { Faults } from './faults.ts';

/** What a batch of commands leads to. `onCommitted` is called once, after the transaction is committed. */
export type Decisions = { records: ProduceRecord[]; onCommitted(): void };

/**
 * The rules of an exactly-once processor: state per partition, folded from compacted topics, changed by commands.
 * All of it synchronous and without IO; `decide` must not touch the state before `onCommitted`.
 */
export type PartitionProcessor<S> = {
  create(partition: number): S;
  /**
   * Folds one record of a state topic, oldest first within its topic. Called between transactions only, and after the
   * restore for what others have written: not for records that lie before an own one of their key.
   * @throws for a record that it cannot read: of an owned topic that stops the partition, of a shared one it is
   * passed to `unreadable`
   */
  restore(state: S, record: KafkaRecord): void;
  /** Throws for a record that `restore` could not read; called for those of a shared topic that an own one supersedes. */
  check?(record: KafkaRecord): void;
  /** Records that report an unreadable record of a shared state topic; they are written once. */
  unreadable?(record: KafkaRecord, error: unknown, now: Date): ProduceRecord[];
  /** Whether there is no state of owned topics: processing may then begin without a committed offset. */
  isEmpty(state: S): boolean;
  /**
   * @param commands one of them may be `unreadable`: then it stands for a range of offsets, and is no command
   * @throws PartitionStopped when it needs state that cannot be read
   */
  decide(state: S, commands: readonly KafkaRecord[], now: Date): Decisions;
  /**
   * What to write for a command when a record of its decisions is larger than its topic accepts: alternatives, of which
   * the first one that fits is written. Without any that does, the partition stops.
   */
  refuse?(state: S, command: KafkaRecord, error: Error, now: Date): readonly Decisions[];
  /** Called about once a minute, a second later while there is `more`; may write (tombstones of what expired). */
  expire?(state: S, now: Date): (Decisions & { more: boolean }) | undefined;
};

/** A compacted topic that a processor's state is folded from; partitioned like its inputs. */
export type StateTopic = {
  topic: string;
  /**
   * Others write it too, without this processor's transactions. It is followed after the restore: a batch is decided on all
   * that was committed there before it, of each key the last record of the log counts, and what cannot be read is reported
   * and skipped. An owned topic is written by this processor alone: an unreadable record is lost state and stops the
   * partition.
   */
  shared?: boolean;
};

/** The topics of a processor. The first input decides about assignments; all are partitioned like it. */
export type ProcessorTopics = {
  inputs: readonly [leading: string, ...others: string[]];
  state: readonly StateTopic[];
  /** Every topic that `decide`, `expire` and `unreadable` write to. */
  outputs: readonly string[];
};

export type PartitionPhase = 'opening' | 'open' | 'closed' | 'stopped';

export type ExactlyOnceOptions<S> = {
  kafka: KafkaClient;
  processor: PartitionProcessor<S>;
  topics: ProcessorTopics;
  group: string;
  instanceId?: string | undefined;
  /** How long a batch waits for more commands, ms: 0 is fastest, 3-5 saves a third of the CPU. */
  lingerMs?: number;
  maxCommands?: number;
  maxBytesPerTopic?: number;
  transactionTimeoutMs?: number;
  sessionTimeoutMs?: number | undefined;
  heartbeatMs?: number | undefined;
  faults?: Faults;
  onTransaction?(info: { partition: number; seconds: number; commands: number }): void;
  /** @param why the error that the phase follows from, if any */
  onPartition?(partition: number, phase: PartitionPhase, why?: unknown): void;
  /** A partition was fenced, restored and is served. */
  onOpened?(info: { partition: number; seconds: number }): void;
  /** A transaction or an opening broke off; the partition is reopened. */
  onReopened?(info: { partition: number; reason: 'fenced' | 'error' }): void;
  /** After each join: the number of partitions owned now. */
  onAssigned?(partitions: number): void;
};

/** Topics with an offset in each transaction: the inputs, and the shared state topics, read up to there. */
export function topicsWithOffset({ inputs, state }: ProcessorTopics): string[] {
  return [...inputs, ...state.filter(({ shared }) => shared).map(({ topic }) => topic)];
}

/** The options that bound a batch and a transaction, with their defaults. */
export type ProcessorLimits = {
  lingerMs: number;
  maxCommands: number;
  maxBytesPerTopic: number;
  transactionTimeoutMs: number;
};

export function processorLimits<S>(options: ExactlyOnceOptions<S>): ProcessorLimits {
  return {
    lingerMs: options.lingerMs ?? 4,
    maxCommands: options.maxCommands ?? 500,
    maxBytesPerTopic: options.maxBytesPerTopic ?? 800_000,
    transactionTimeoutMs: options.transactionTimeoutMs ?? 12_000,
  };
}
