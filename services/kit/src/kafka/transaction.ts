import { createBackoff, sleep } from './backoff.ts';
import type { KafkaClient } from './client.ts';
import { createCoordinator } from './coordinator.ts';
import { errorType } from './errors.ts';
import { describeTransaction } from './kafkajs-internals.ts';
import { connectFor, listOffsets } from './metadata.ts';
import { groupByPartition, type ProducerSession, produceOnce } from './produce.ts';
import type { ProduceRecord } from './record.ts';

/** Protocol steps at which a fault test may stop the process. */
export type TransactionStep = 'begun' | 'offsets-sent' | 'produced' | 'committed';

export type TransactionalProducer = {
  /** Connects and fences every earlier producer of this transactional id; its open transaction is ended first. */
  open(): Promise<void>;
  /**
   * Ends what an earlier producer of this transactional id left open in `partition` although its coordinator
   * counts it as ended; call it after `open`. Returns the topics that were stuck, none when all is well.
   */
  endHanging(args: {
    group: string;
    partition: number;
    topics: readonly string[];
  }): Promise<{ topics: string[]; outcome: 'committed' | 'aborted' | undefined }>;
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
  /**
   * How the last transaction of this id ended. Keep it from one producer to the next: when an `open` breaks off
   * after the fence, the coordinator has forgotten it.
   */
  history?: { committed: boolean };
}): TransactionalProducer {
  const {
    kafka,
    transactionalId,
    transactionTimeoutMs,
    topics,
    onStep,
    history = { committed: false },
  } = options;
  const cluster = kafka.cluster();
  const coordinator = createCoordinator(cluster, 'transaction', transactionalId);
  let groupCoordinator: { group: string; at: ReturnType<typeof createCoordinator> } | undefined;
  let session: ProducerSession | undefined;

  function groupAt(group: string) {
    if (groupCoordinator?.group !== group) {
      groupCoordinator = { group, at: createCoordinator(cluster, 'group', group) };
    }
    return groupCoordinator.at;
  }

  async function writeRecords(own: ProducerSession, records: readonly ProduceRecord[]): Promise<void> {
    const batches = groupByPartition(records);
    if (batches.length === 0) return;
    const { producerId, producerEpoch } = own;
    const topicsOf = [...Map.groupBy(batches, (b) => b.topic)].map(([name, list]) => ({
      topic: name,
      partitions: list.map((p) => p.partition),
    }));
    await coordinator.ask(
      (b) => b.addPartitionsToTxn({ transactionalId, producerId, producerEpoch, topics: topicsOf }),
      once,
    );
    await produceOnce(cluster, own, batches, transactionTimeoutMs);
  }

  /** The broker may still be writing the last transaction's markers: it says so, and 2 ms later it is done. */
  async function whileConcurrent(request: () => Promise<unknown>): Promise<void> {
    const deadline = Date.now() + transactionTimeoutMs;
    const backoff = createBackoff({ min: 2, max: 40, factor: 1.3 });
    for (;;) {
      try {
        await request();
        return;
      } catch (error) {
        if (errorType(error) !== 'CONCURRENT_TRANSACTIONS' || Date.now() > deadline) throw error;
        await sleep(backoff.next());
      }
    }
  }

  /**
   * True when records wait for a marker. The fence is only granted once every earlier transaction has its markers,
   * so after it what still waits has lost them: Kafka 4.3 skips partitions that have no leader at that moment, as
   * around the crash or long freeze of an only broker. No reader of committed records gets past.
   */
  async function isStuck(topic: string, partition: number): Promise<boolean> {
    const stable = await listOffsets(cluster, topic, [partition], 'end', 'committed');
    const end = await listOffsets(cluster, topic, [partition], 'end', 'uncommitted');
    return (stable.get(partition) ?? 0) < (end.get(partition) ?? 0);
  }

  /** How the last transaction stands at its coordinator; an id that was never used has none. */
  async function lastState(): Promise<string> {
    try {
      return await coordinator.ask((broker) => describeTransaction(broker, transactionalId), 20);
    } catch (error) {
      // TRANSACTIONAL_ID_NOT_FOUND is newer than kafkajs, which puts the number into the message.
      if (/error code\D*105\b/i.test(String(error))) return 'Empty';
      throw error;
    }
  }

  return {
    async open() {
      await connectFor(cluster, topics, { attempts: 5 });
      // Before the fence, which wipes it out: how the last transaction ended, should its markers be missing.
      const state = await lastState();
      if (state !== 'Empty') history.committed = state.endsWith('Commit');
      await whileConcurrent(async () => {
        const { producerId, producerEpoch } = await coordinator.ask(
          (broker) => broker.initProducerId({ transactionalId, transactionTimeout: transactionTimeoutMs }),
          20,
        );
        session = { producerId, producerEpoch, transactionalId, sequences: new Map() };
      });
    },

    async endHanging({ group, partition, topics: suspects }) {
      if (!session) throw new Error('open() comes before endHanging()');
      const { producerId, producerEpoch } = session;
      const txn = { transactionalId, producerId, producerEpoch };
      const found = await Promise.all(suspects.map((topic) => isStuck(topic, partition)));
      const stuck = suspects.filter((_, i) => found[i]);
      if (stuck.length === 0) return { topics: stuck, outcome: undefined };
      // Markers may be missing from some partitions only, so all of it ends as the coordinator had decided:
      // somebody may have seen what the others hold.
      const commit = history.committed;
      // A transaction without records: its markers, of the same producer, end what hangs, with the group's offset
      // that belongs to it. What is aborted is decided anew; nobody has seen anything of it.
      await whileConcurrent(() => coordinator.ask((b) => b.addOffsetsToTxn({ ...txn, groupId: group })));
      await coordinator.ask((b) =>
        b.addPartitionsToTxn({
          ...txn,
          topics: stuck.map((topic) => ({ topic, partitions: [partition] })),
        }),
      );
      await coordinator.ask((b) => b.endTxn({ ...txn, transactionResult: commit }));
      return { topics: stuck, outcome: commit ? 'committed' : 'aborted' };
    },

    async commit({ group, topic, partition, offset, records }) {
      if (!session) throw new Error('open() comes before commit()');
      const own = session;
      const { producerId, producerEpoch } = own;
      const txn = { transactionalId, producerId, producerEpoch };
      onStep?.('begun');
      await cluster.refreshMetadataIfNecessary();
      await whileConcurrent(() =>
        coordinator.ask((b) => b.addOffsetsToTxn({ ...txn, groupId: group }), once),
      );
      // Side by side: both belong to the transaction from here on, and neither waits for the other's round trip.
      await Promise.all([
        groupAt(group)
          .ask(
            (b) =>
              b.txnOffsetCommit({
                ...txn,
                groupId: group,
                topics: [{ topic, partitions: [{ partition, offset: String(offset) }] }],
              }),
            once,
          )
          .then(() => onStep?.('offsets-sent')),
        writeRecords(own, records),
      ]);
      onStep?.('produced');
      await coordinator.ask((b) => b.endTxn({ ...txn, transactionResult: true }), once);
      onStep?.('committed');
    },

    async close() {
      session = undefined;
      await cluster.disconnect().catch(() => {});
    },
  };
}
