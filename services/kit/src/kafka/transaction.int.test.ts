import { Kafka, logLevel } from 'kafkajs';
import { beforeAll, expect, inject, it, onTestFinished, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { createKafkaClient, type KafkaClient } from './client.ts';
import { createCoordinator } from './coordinator.ts';
import { connectFor } from './metadata.ts';
import { groupByPartition, produceOnce } from './produce.ts';
import { createReader } from './reader.ts';
import { ensureTopics } from './topics.ts';
import { createTransactionalProducer } from './transaction.ts';

const log = createLogger({ service: 'test', level: 'error' });
const group = 'kit-hanging';
let kafka: KafkaClient;

beforeAll(async () => {
  kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log);
  await withAdmin(async (admin) => {
    // A new broker has to make its groups' topic first.
    await vi.waitFor(() => admin.fetchOffsets({ groupId: group }), { timeout: 10_000 });
  });
});

/**
 * Writes one record to each topic of which the coordinator never hears: no marker will come.
 * @param afterCommit the coordinator's last word on this id is a commit; else it is none
 */
async function leaveHanging(transactionalId: string, topics: string[], afterCommit: boolean): Promise<void> {
  const cluster = kafka.cluster();
  try {
    await connectFor(cluster, topics);
    const coordinator = createCoordinator(cluster, 'transaction', transactionalId);
    const { producerId, producerEpoch } = await coordinator.ask(
      (broker) => broker.initProducerId({ transactionalId, transactionTimeout: 10_000 }),
      20,
    );
    const session = { producerId, producerEpoch, transactionalId, sequences: new Map() };
    const write = (value: string) => {
      const records = topics.map((topic) => ({ topic, partition: 0, key: 'k', value }));
      return produceOnce(cluster, session, groupByPartition(records), 5000);
    };
    const txn = { transactionalId, producerId, producerEpoch };
    if (afterCommit) {
      const partitions = topics.map((topic) => ({ topic, partitions: [0] }));
      await coordinator.ask((broker) => broker.addPartitionsToTxn({ ...txn, topics: partitions }));
      await write('before');
      await coordinator.ask((broker) => broker.endTxn({ ...txn, transactionResult: true }));
    }
    await verifyTransactions(false);
    await vi.waitFor(() => write('hanging'), { timeout: 5000 });
  } finally {
    await verifyTransactions(true);
    await cluster.disconnect();
  }
}

it.for([
  { outcome: 'aborted', afterCommit: false, sees: [] },
  { outcome: 'committed', afterCommit: true, sees: ['before', 'hanging'] },
] as const)('a transaction that lost its markers is $outcome as its coordinator had decided', async (a) => {
  const transactionalId = `kit-hanging-${a.outcome}`;
  const topics = [`${transactionalId}-state`, `${transactionalId}-tickets`];
  const specs = topics.map((topic) => ({ name: topic, partitions: 1, config: {} }));
  await ensureTopics(kafka, specs, { replicationFactor: 1 });
  await leaveHanging(transactionalId, topics, a.afterCommit);

  const producer = createTransactionalProducer({
    kafka,
    transactionalId,
    transactionTimeoutMs: 10_000,
    topics,
  });
  onTestFinished(() => producer.close());
  await producer.open();
  const at = { group, partition: 0, topics };
  expect(await producer.endHanging(at)).toEqual({ topics, outcome: a.outcome });
  await producer.open();
  expect(await producer.endHanging(at)).toEqual({ topics: [], outcome: undefined });

  for (const topic of topics) {
    const seen: string[] = [];
    const reader = await createReader({
      kafka,
      topic,
      from: 'start',
      onRecords: (_partition, read) => seen.push(...read.map((r) => r.value?.toString() ?? '')),
    });
    await reader.sync();
    await reader.stop();
    expect(seen).toEqual(a.sees);
  }
});

/** The broker's check that hinders clients from leaving such a transaction behind. */
function verifyTransactions(on: boolean): Promise<void> {
  const configEntries = [{ name: 'transaction.partition.verification.enable', value: String(on) }];
  return withAdmin(async (admin) => {
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: 4, name: '1', configEntries }] });
  });
}

async function withAdmin(use: (admin: ReturnType<Kafka['admin']>) => Promise<void>): Promise<void> {
  const admin = new Kafka({ brokers: [inject('brokers')], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await use(admin);
  await admin.disconnect();
}
