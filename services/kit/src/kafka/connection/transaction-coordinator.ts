import { createCoordinator } from './coordinator.ts';
import type { Cluster, TransactionSession } from './kafkajs-types.ts';

export type { TransactionSession } from './kafkajs-types.ts';

/** Requests to the coordinator of one transactional id, at most `attempts` times while the coordinator moves. */
export type TransactionCoordinator = {
  /** Fences every earlier producer of the id and ends its open transaction. */
  initProducerId(transactionTimeoutMs: number, attempts?: number): Promise<TransactionSession>;
  /** From here on the group's offsets belong to the transaction. */
  addOffsets(transaction: TransactionSession, group: string, attempts?: number): Promise<void>;
  addPartitions(
    transaction: TransactionSession,
    topics: readonly { topic: string; partitions: number[] }[],
    attempts?: number,
  ): Promise<void>;
  end(transaction: TransactionSession, outcome: 'commit' | 'abort', attempts?: number): Promise<void>;
};

export function createTransactionCoordinator(
  cluster: Cluster,
  transactionalId: string,
  signal?: AbortSignal,
): TransactionCoordinator {
  const { request } = createCoordinator(cluster, 'transaction', transactionalId, signal);
  return {
    async initProducerId(transactionTimeoutMs, attempts) {
      const { producerId, producerEpoch } = await request(
        (broker) => broker.initProducerId({ transactionalId, transactionTimeout: transactionTimeoutMs }),
        attempts,
      );
      return { transactionalId, producerId, producerEpoch };
    },
    async addOffsets(transaction, group, attempts) {
      await request((broker) => broker.addOffsetsToTxn({ ...transaction, groupId: group }), attempts);
    },
    async addPartitions(transaction, topics, attempts) {
      await request((broker) => broker.addPartitionsToTxn({ ...transaction, topics: [...topics] }), attempts);
    },
    async end(transaction, outcome, attempts) {
      await request(
        (broker) => broker.endTxn({ ...transaction, transactionResult: outcome === 'commit' }),
        attempts,
      );
    },
  };
}
