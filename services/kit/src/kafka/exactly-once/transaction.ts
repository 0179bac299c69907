import { createBackoff, sleep } from '../../tools/backoff.ts';
import type { KafkaClient } from '../connection/client.ts';
import { createCoordinator } from '../connection/coordinator.ts';
import { errorType } from '../connection/errors.ts';
import { connectFor, retryWithMetadataRefresh } from '../connection/metadata.ts';
import {
  groupByPartition,
  type PartitionBatch,
  type ProducerSession,
  produceBatches,
} from '../produce/produce-batches.ts';
import type { ProduceRecord } from '../wire/record.ts';
import {
  type HangingTransaction,
  partitionsWithHangingTransaction,
  resolveHangingTransactions,
} from './hanging-transactions.ts';
import { tagHeader, writeTag } from './transaction-tag.ts';

/** Protocol steps at which a fault test may stop the process. */
export type TransactionStep = 'begun' | 'offsets-sent' | 'produced' | 'committed';

export type TransactionalProducer = {
  /** Connects and fences every earlier producer of this transactional id; its open transaction is ended first. */
  open(): Promise<void>;
  /**
   * Ends what an earlier producer of this transactional id left open in `partition` although its coordinator
   * counts it as ended; call it after `open`. Returns what it ended, nothing when all is well.
   */
  endHanging(args: {
    group: string;
    /** The group's topic. */
    topic: string;
    partition: number;
    /** Every topic that this transactional id writes to. */
    topics: readonly string[];
  }): Promise<HangingTransaction[]>;
  /** True once a connection was lost since `open` or `check`: what was written before may hang since then. */
  readonly connectionLost: boolean;
  /** After a loss, between transactions. Rejects when records hang or the broker is away: `close`, and open anew. */
  verifyMarkers(partition: number, topics: readonly string[]): Promise<void>;
  /** One transaction: the group's offset for one partition, and records. After a throw: `close`, never reuse. */
  commit(args: {
    group: string;
    topic: string;
    partition: number;
    offset: number;
    records: readonly ProduceRecord[];
  }): Promise<void>;
  close(): Promise<void>;
};

/** Inside a transaction nothing is repeated: an answer that got lost leaves its outcome open. */
const once = 1;
const checkAttempts = 6;

/**
 * A transactional producer with exactly the calls that the single-writer protocol needs.
 * After any error between begin and commit the caller must close it and open a new one: without KIP-890 in
 * the client, a late request of the broken transaction could land in the next one.
 */
export function createTransactionalProducer(options: {
  kafka: KafkaClient;
  transactionalId: string;
  /** How long the broker lets a transaction stay open, ms. */
  transactionTimeoutMs: number;
  topics: string[];
  onStep?: (step: TransactionStep) => void;
  /** Told when a connection is lost. */
  onConnectionLost?: () => void;
  /** When aborted, opening gives up and nothing is repeated; what was begun may end. */
  signal?: AbortSignal;
}): TransactionalProducer {
  const { kafka, transactionalId, transactionTimeoutMs, topics, onStep, onConnectionLost, signal } = options;
  let isSuspect = false;
  let closed = false;
  const cluster = kafka.cluster(() => {
    if (closed) return;
    isSuspect = true;
    onConnectionLost?.();
  });
  const coordinator = createCoordinator(cluster, 'transaction', transactionalId, signal);
  let groupCoordinator: { group: string; at: ReturnType<typeof createCoordinator> } | undefined;
  let session: ProducerSession | undefined;
  let transactions = 0;

  function groupAt(group: string) {
    if (groupCoordinator?.group !== group) {
      groupCoordinator = { group, at: createCoordinator(cluster, 'group', group, signal) };
    }
    return groupCoordinator.at;
  }

  async function writeRecords(
    own: ProducerSession,
    records: readonly ProduceRecord[],
    stamp: string,
  ): Promise<void> {
    const batches = groupByPartition(records);
    for (const batch of batches) putTag(batch, stamp);
    if (batches.length === 0) return;
    const { producerId, producerEpoch } = own;
    const topicsOf = [...Map.groupBy(batches, (b) => b.topic)].map(([name, list]) => ({
      topic: name,
      partitions: list.map((p) => p.partition),
    }));
    await coordinator.request(
      (b) => b.addPartitionsToTxn({ transactionalId, producerId, producerEpoch, topics: topicsOf }),
      once,
    );
    await produceBatches(cluster, own, batches, transactionTimeoutMs);
  }

  /** The broker may still be writing the last transaction's markers: it says so, and 2 ms later it is done. */
  async function whileConcurrent<T>(request: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + transactionTimeoutMs;
    const backoff = createBackoff({ min: 2, max: 40, factor: 1.3 });
    for (;;) {
      try {
        return await request();
      } catch (error) {
        const again = errorType(error) === 'CONCURRENT_TRANSACTIONS' && Date.now() <= deadline;
        if (!again || signal?.aborted) throw error;
        await sleep(backoff.next());
      }
    }
  }

  async function fence(): Promise<void> {
    const { producerId, producerEpoch } = await whileConcurrent(() =>
      coordinator.request(
        (broker) => broker.initProducerId({ transactionalId, transactionTimeout: transactionTimeoutMs }),
        20,
      ),
    );
    transactions = 0;
    session = { producerId, producerEpoch, transactionalId, sequences: new Map() };
  }

  async function committedStamp(
    group: string,
    topic: string,
    partition: number,
  ): Promise<string | undefined> {
    const { responses } = await groupAt(group).request(
      (b) => b.offsetFetch({ groupId: group, topics: [{ topic, partitions: [{ partition }] }] }),
      10,
    );
    return responses.flatMap((r) => r.partitions)[0]?.metadata ?? undefined;
  }

  return {
    async open() {
      await connectFor(cluster, topics, { attempts: 5, ...(signal ? { signal } : {}) });
      signal?.throwIfAborted();
      await fence();
    },

    async endHanging({ group, topic, partition, topics: suspects }) {
      if (!session) throw new Error('open() comes before endHanging()');
      const { producerId, producerEpoch } = session;
      const txn = { transactionalId, producerId, producerEpoch };
      isSuspect = false;
      // The fence is only granted once every earlier transaction has its markers, so what still waits has lost them:
      // Kafka 4.3 skips partitions that have no leader at that moment, as around the crash of an only broker.
      const stuck = await partitionsWithHangingTransaction(cluster, suspects, partition);
      if (stuck.length === 0) return [];
      const stamp = await committedStamp(group, topic, partition);
      const hanging = await resolveHangingTransactions(cluster, partition, suspects, stuck, stamp);
      for (const one of hanging) {
        // A transaction without records: its markers, of the same producer, end what hangs.
        await whileConcurrent(async () => {
          // The group's offset belongs to it, and where several hang, the last one's is the one that waits.
          if (one === hanging.at(-1)) {
            await coordinator.request((b) => b.addOffsetsToTxn({ ...txn, groupId: group }));
          }
          await coordinator.request((b) =>
            b.addPartitionsToTxn({
              ...txn,
              topics: one.topics.map((name) => ({ topic: name, partitions: [partition] })),
            }),
          );
        });
        await coordinator.request((b) => b.endTxn({ ...txn, transactionResult: one.committed }));
      }
      // Granted once the markers are written, that of the group's offset too: who reads on finds it moved.
      await fence();
      return hanging;
    },

    get connectionLost() {
      return isSuspect;
    },

    async verifyMarkers(partition, suspects) {
      isSuspect = false;
      // Where the connection went, another broker may lead: that is no reason yet to open anew.
      const stuck = await retryWithMetadataRefresh(
        cluster,
        () => partitionsWithHangingTransaction(cluster, suspects, partition),
        {
          signal,
          attempts: checkAttempts,
        },
      );
      if (stuck.length === 0) return;
      throw new Error(`records wait for a marker in ${stuck.map((s) => s.topic).join(', ')}`);
    },

    async commit({ group, topic, partition, offset, records }) {
      if (!session) throw new Error('open() comes before commit()');
      const own = session;
      const { producerId, producerEpoch } = own;
      const txn = { transactionalId, producerId, producerEpoch };
      transactions += 1;
      const stamp = writeTag({ producerId, producerEpoch, number: transactions });
      onStep?.('begun');
      await cluster.refreshMetadataIfNecessary();
      await whileConcurrent(() =>
        coordinator.request((b) => b.addOffsetsToTxn({ ...txn, groupId: group }), once),
      );
      // kafkajs connects anew without a word; but the last transaction may hang since then, and markers of this one,
      // should it be aborted, would take its records with them.
      if (isSuspect) throw new Error('a connection was lost between two transactions');
      // Side by side: both belong to the transaction from here on, and neither waits for the other's round trip.
      await Promise.all([
        groupAt(group)
          .request(
            (b) =>
              b.txnOffsetCommit({
                ...txn,
                groupId: group,
                topics: [{ topic, partitions: [{ partition, offset: String(offset), metadata: stamp }] }],
              }),
            once,
          )
          .then(() => onStep?.('offsets-sent')),
        writeRecords(own, records, stamp),
      ]);
      onStep?.('produced');
      await coordinator.request((b) => b.endTxn({ ...txn, transactionResult: true }), once);
      onStep?.('committed');
    },

    async close() {
      session = undefined;
      closed = true;
      await cluster.disconnect().catch(() => {});
    },
  };
}

/** The first record says for the whole batch which transaction it belongs to. */
function putTag(batch: PartitionBatch, stamp: string): void {
  const [first] = batch.messages;
  if (first) batch.messages[0] = { ...first, headers: { ...first.headers, [tagHeader]: stamp } };
}
