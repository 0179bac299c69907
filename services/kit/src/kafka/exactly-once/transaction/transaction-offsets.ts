import type { KafkaConnection } from '../../connection/connection.ts';
import type { Committed, GroupCoordinator } from '../../connection/group-coordinator.ts';
import type { TransactionSession } from '../../connection/transaction-coordinator.ts';
import type { TransactionMark } from './transaction-batches.ts';
import type { InputPartition } from './transactional-producer.ts';

const committedAttempts = 10;
/** Inside a transaction nothing is retried: a response that got lost leaves its outcome open. */
const once = 1;

/** The offsets of groups, which are part of transactions; their metadata is the transaction's tag. */
export class TransactionOffsets {
  readonly #connection: KafkaConnection;
  readonly #signal: AbortSignal | undefined;
  readonly #groups = new Map<string, GroupCoordinator>();

  constructor(connection: KafkaConnection, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** The group's offset in a topic. */
  async committed({ group, partition }: InputPartition, topic: string): Promise<Committed | undefined> {
    const offsets = await this.#coordinator(group).committed(topic, [partition], committedAttempts);
    return offsets.get(partition);
  }

  /** Adds offsets to a transaction that has the group's offsets already. */
  async commit(
    session: TransactionSession,
    { group, partition }: InputPartition,
    { tag, offsets }: TransactionMark,
  ): Promise<void> {
    const topics = [...offsets].map(([topic, offset]) => ({
      topic,
      offsets: [{ partition, offset, metadata: tag }],
    }));
    await this.#coordinator(group).commitInTransaction(session, topics, once);
  }

  #coordinator(group: string): GroupCoordinator {
    const known = this.#groups.get(group);
    if (known) return known;
    const created = this.#connection.groupCoordinator(group, this.#signal);
    this.#groups.set(group, created);
    return created;
  }
}
