import type { WrittenBatch } from '../../produce/produce-batches.ts';
import type { ProduceRecord } from '../../wire/record.ts';
import type { PartialCommit } from './partial-commit.ts';
import type { HangingTransaction } from './transaction-outcome.ts';

/** Protocol steps at which a fault test may stop the process. */
export type TransactionStep = 'begun' | 'offsets-sent' | 'produced' | 'committed';

/** The partition whose records are processed, and the group that commits the offsets of its input topics. */
export type InputPartition = { group: string; partition: number };

/** Offsets by topic. One topic at least is the same in every transaction of a transactional id: its offset carries the tag. */
export type TopicOffsets = ReadonlyMap<string, number>;

export type HangingSearch = InputPartition & { topic: string; topics: readonly string[] };
export type Transaction = InputPartition & { offsets: TopicOffsets; records: readonly ProduceRecord[] };

export type TransactionalProducer = {
  /** Connects and fences every earlier producer of this transactional id; its open transaction is ended first. */
  open(): Promise<void>;
  /**
   * Ends what an earlier producer of this transactional id left open in the partition although its coordinator
   * counts it as ended; call it after `open`. Returns what it ended, nothing when all is well.
   * @param args.topic one that every transaction commits an offset of
   * @param args.topics every topic that this transactional id writes to
   */
  endHanging(args: HangingSearch): Promise<HangingTransaction[]>;
  /**
   * Completes the last transaction where Kafka has committed a part of it and aborted the rest (`partial-commit.ts`):
   * writes what was aborted, and commits its offsets. Call it after `endHanging`.
   * @returns what was found; without its `offsets` it was written by a release that does not say them, and left alone
   */
  completePartial(args: HangingSearch): Promise<PartialCommit | undefined>;
  /** True once a connection was lost since the last `endHanging` or `verifyMarkers`: a transaction may hang since then. */
  readonly connectionLost: boolean;
  /** After a loss, between transactions. Rejects when records hang or the broker is away: `close`, and reopen. */
  verifyMarkers(partition: number, topics: readonly string[]): Promise<void>;
  /**
   * One transaction: the group's offsets for one partition, and records. After a throw: `close`, never reuse.
   * @returns where the records lie
   * @throws BatchTooLarge when a topic refuses records for their size
   */
  commit(args: Transaction): Promise<WrittenBatch[]>;
  close(): Promise<void>;
};

export type TransactionalProducerOptions = {
  transactionalId: string;
  /** How long the broker lets a transaction stay open, ms. */
  transactionTimeoutMs: number;
  topics: readonly string[];
  /** How large a record batch a topic accepts, in bytes. Default: a transaction is one batch for each partition. */
  maxBatchBytes?: ((topic: string) => number) | undefined;
  onStep?: (step: TransactionStep) => void;
  onConnectionLost?: () => void;
  /** When aborted, opening gives up and nothing is retried; a transaction that has begun may end. */
  signal?: AbortSignal;
};
