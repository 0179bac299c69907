import type { KafkaClient } from '../connection/client.ts';
import type { KafkaRecord, ProduceRecord } from '../wire/record.ts';
import type { Faults } from './faults.ts';

/** What a batch of commands leads to. `apply` runs once, after the transaction is committed. */
export type Decisions = { records: ProduceRecord[]; onCommitted(): void };

/**
 * The rules of a single-writer processor: state per partition, folded from a compacted topic, changed by
 * commands. All of it synchronous and without IO; `decide` must not touch the state before `apply`.
 */
export type PartitionProcessor<S> = {
  create(partition: number): S;
  /** Takes one record of the state topic, oldest first. Must not throw on a record that it cannot read. */
  restore(state: S, record: KafkaRecord): void;
  isEmpty(state: S): boolean;
  decide(state: S, commands: readonly KafkaRecord[], now: Date): Decisions;
  /** Called about once a minute; may write (tombstones of what expired). */
  expire?(state: S, now: Date): Decisions | undefined;
};

export type ExactlyOnceOptions<S> = {
  kafka: KafkaClient;
  processor: PartitionProcessor<S>;
  commandTopic: string;
  stateTopic: string;
  /** Every topic that `decide` writes to. */
  outputTopics: string[];
  group: string;
  instanceId?: string;
  /** How long a batch waits for company, ms: 0 is fastest, 3-5 saves a third of the CPU. */
  lingerMs?: number;
  maxCommands?: number;
  maxBytesPerTopic?: number;
  transactionTimeoutMs?: number;
  sessionTimeoutMs?: number;
  heartbeatMs?: number;
  faults?: Faults;
  onTransaction?(info: { partition: number; seconds: number; commands: number }): void;
  onPartition?(partition: number, state: PartitionState): void;
  /** A partition was fenced, restored and is served. */
  onOpened?(info: { partition: number; seconds: number }): void;
  /** A transaction or an opening broke off; the partition is opened again. */
  onReopened?(info: { partition: number; reason: 'fenced' | 'error' }): void;
  /** After each join: the number of partitions owned now. */
  onAssigned?(partitions: number): void;
};

export type PartitionState = 'opening' | 'open' | 'closed' | 'stopped';
