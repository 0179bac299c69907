import type { KafkaClient } from '../connection/client.ts';
import type { KafkaRecord, ProduceRecord } from '../wire/record.ts';
import type { Faults } from './faults.ts';

/** What a batch of commands leads to. `onCommitted` is called once, after the transaction is committed. */
export type Decisions = { records: ProduceRecord[]; onCommitted(): void };

/**
 * The rules of an exactly-once processor: state per partition, folded from a compacted topic, changed by commands.
 * All of it synchronous and without IO; `decide` must not touch the state before `onCommitted`.
 */
export type PartitionProcessor<S> = {
  create(partition: number): S;
  /** Folds one record of the state topic, oldest first. Must not throw on a record that it cannot read. */
  restore(state: S, record: KafkaRecord): void;
  isEmpty(state: S): boolean;
  decide(state: S, commands: readonly KafkaRecord[], now: Date): Decisions;
  /**
   * What to write for a command when a record of its decisions is larger than its topic accepts: alternatives, of which
   * the first one that fits is written. Without any that does, the partition stops.
   */
  refuse?(state: S, command: KafkaRecord, error: Error, now: Date): readonly Decisions[];
  /** Called about once a minute; may write (tombstones of what expired). */
  expire?(state: S, now: Date): Decisions | undefined;
};

export type PartitionPhase = 'opening' | 'open' | 'closed' | 'stopped';

export type ExactlyOnceOptions<S> = {
  kafka: KafkaClient;
  processor: PartitionProcessor<S>;
  commandTopic: string;
  stateTopic: string;
  /** Every topic that `decide` writes to. */
  outputTopics: readonly string[];
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
  onPartition?(partition: number, phase: PartitionPhase): void;
  /** A partition was fenced, restored and is served. */
  onOpened?(info: { partition: number; seconds: number }): void;
  /** A transaction or an opening broke off; the partition is reopened. */
  onReopened?(info: { partition: number; reason: 'fenced' | 'error' }): void;
  /** After each join: the number of partitions owned now. */
  onAssigned?(partitions: number): void;
};

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
