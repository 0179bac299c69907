import type { KafkaClient } from '../../connection/client.ts';
import type { KafkaConnection } from '../../connection/connection.ts';
import type { TransactionCoordinator, TransactionSession } from '../../connection/transaction-coordinator.ts';
import { produceBatches, type WrittenBatch } from '../../produce/produce-batches.ts';
import type { ProduceRecord } from '../../wire/record.ts';
import { findHangingTransactions, partitionsWithHangingTransaction } from './hanging-transactions.ts';
import { abortedRecords, readPartialCommit } from './log-tail.ts';
import type { PartialCommit } from './partial-commit.ts';
import { retryWhileConcurrent } from './retry-while-concurrent.ts';
import { markedBatches, type TransactionMark, topicsOf } from './transaction-batches.ts';
import { TransactionOffsets } from './transaction-offsets.ts';
import type { HangingTransaction } from './transaction-outcome.ts';
import {
  currentTag,
  notFenced,
  reduceTransaction,
  sessionOf,
  type TransactionInput,
} from './transaction-state.ts';
import { readTag } from './transaction-tag.ts';
import type {
  HangingSearch,
  InputPartition,
  Transaction,
  TransactionalProducer,
  TransactionalProducerOptions,
  TransactionStep,
} from './transactional-producer.ts';

/** Inside a transaction nothing is retried: a response that got lost leaves its outcome open. */
const once = 1;
const fenceAttempts = 20;
const verifyAttempts = 6;

/** The shell around `reduceTransaction`: the requests of the protocol, in its order. */
export class TransactionShell implements TransactionalProducer {
  readonly #options: TransactionalProducerOptions;
  readonly #connection: KafkaConnection;
  readonly #coordinator: TransactionCoordinator;
  readonly #offsets: TransactionOffsets;
  #state = notFenced;
  /** Sequence numbers per partition within the session. */
  #sequences = new Map<string, number>();

  constructor(kafka: KafkaClient, options: TransactionalProducerOptions) {
    this.#options = options;
    this.#connection = kafka.connection(() => {
      this.#dispatch({ type: 'connection-closed' });
      if (!this.#state.closed) options.onConnectionLost?.();
    });
    this.#coordinator = this.#connection.transactionCoordinator(options.transactionalId, options.signal);
    this.#offsets = new TransactionOffsets(this.#connection, options.signal);
  }

  get connectionLost(): boolean {
    return this.#state.connectionLost;
  }

  async open(): Promise<void> {
    const { topics, signal } = this.#options;
    await this.#connection.open(topics, { attempts: 5, signal });
    signal?.throwIfAborted();
    await this.#fence();
  }

  async endHanging({ topic, topics, ...input }: HangingSearch): Promise<HangingTransaction[]> {
    const session = sessionOf(this.#state, 'endHanging');
    this.#dispatch({ type: 'verifying' });
    // The fence is only granted once every earlier transaction has its markers, so what still waits has lost them:
    // Kafka 4.3 skips partitions that have no leader at that moment, as around the crash of an only broker.
    const offsetTag = async () => (await this.#offsets.committed(input, topic))?.metadata;
    const hanging = await findHangingTransactions(this.#connection, input.partition, topics, offsetTag);
    if (hanging.length === 0) return [];
    for (const one of hanging) await this.#end(session, input, one, one === hanging.at(-1));
    // Granted once the markers are written, that of the group's offset too: a reader then finds the offset moved.
    await this.#fence();
    return hanging;
  }

  async completePartial({ topic, topics, ...input }: HangingSearch): Promise<PartialCommit | undefined> {
    const committed = await this.#offsets.committed(input, topic);
    const tag = readTag(committed?.metadata);
    if (!committed || !tag) return undefined;
    const partial = await readPartialCommit(this.#connection, input.partition, topics, tag);
    if (!partial?.offsets) return partial;
    const offsets = partial.offsets === 'committed' ? new Map([[topic, committed.offset]]) : partial.offsets;
    const records = await abortedRecords(this.#connection, input.partition, partial);
    await this.commit({ ...input, offsets, records });
    // Granted once the markers are written: what is read next has it all.
    await this.#fence();
    return partial;
  }

  async verifyMarkers(partition: number, topics: readonly string[]): Promise<void> {
    this.#dispatch({ type: 'verifying' });
    // Another broker may lead where the connection went to: that is no reason yet to reopen.
    const hanging = await this.#connection.retryWithMetadataRefresh(
      () => partitionsWithHangingTransaction(this.#connection, topics, partition),
      { signal: this.#options.signal, attempts: verifyAttempts },
    );
    if (hanging.length === 0) return;
    throw new Error(`records wait for a marker in ${hanging.map(({ topic }) => topic).join(', ')}`);
  }

  async commit({ offsets, records, ...input }: Transaction): Promise<WrittenBatch[]> {
    const session = sessionOf(this.#state, 'commit');
    this.#dispatch({ type: 'begun' });
    const mark = { tag: currentTag(this.#state, session), offsets };
    this.#step('begun');
    await this.#connection.refreshMetadataIfExpired();
    await this.#retry(() => this.#coordinator.addOffsets(session, input.group, once));
    // kafkajs reconnects silently; but the last transaction may hang since then, and markers of this one, should it be
    // aborted, would abort its records too.
    if (this.connectionLost) throw new Error('a connection was lost between two transactions');
    // Side by side: both belong to the transaction from here on, and neither waits for the other's round trip.
    const [, written] = await Promise.all([
      this.#offsets.commit(session, input, mark).then(() => this.#step('offsets-sent')),
      this.#writeRecords(session, records, mark),
    ]);
    this.#step('produced');
    await this.#coordinator.end(session, 'commit', once);
    this.#step('committed');
    return written;
  }

  async close(): Promise<void> {
    this.#dispatch({ type: 'closed' });
    await this.#connection.close();
  }

  #dispatch(input: TransactionInput): void {
    this.#state = reduceTransaction(this.#state, input);
  }

  #step(step: TransactionStep): void {
    this.#options.onStep?.(step);
  }

  async #fence(): Promise<void> {
    const session = await this.#retry(() =>
      this.#coordinator.initProducerId(this.#options.transactionTimeoutMs, fenceAttempts),
    );
    this.#sequences = new Map();
    this.#dispatch({ type: 'fenced', session });
  }

  /** A transaction without records: its markers, of the same producer, end what hangs. */
  async #end(
    session: TransactionSession,
    { group, partition }: InputPartition,
    { topics, committed }: HangingTransaction,
    isLast: boolean,
  ): Promise<void> {
    await this.#retry(async () => {
      // The group's offset belongs to it, and where several hang, the last one's is the one that waits.
      if (isLast) await this.#coordinator.addOffsets(session, group);
      const own = topics.map((topic) => ({ topic, partitions: [partition] }));
      await this.#coordinator.addPartitions(session, own);
    });
    await this.#coordinator.end(session, committed ? 'commit' : 'abort');
  }

  async #writeRecords(
    session: TransactionSession,
    records: readonly ProduceRecord[],
    mark: TransactionMark,
  ): Promise<WrittenBatch[]> {
    const batches = markedBatches(records, mark, this.#options.maxBatchBytes);
    if (batches.length === 0) return [];
    await this.#coordinator.addPartitions(session, topicsOf(batches), once);
    const producer = { ...session, sequences: this.#sequences };
    return await produceBatches(this.#connection, producer, batches, this.#options.transactionTimeoutMs);
  }

  #retry<T>(request: () => Promise<T>): Promise<T> {
    const { transactionTimeoutMs, signal } = this.#options;
    return retryWhileConcurrent(request, transactionTimeoutMs, signal);
  }
}
