import { Kafka, logLevel } from 'kafkajs';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { createKafkaClient } from './client.ts';
import { createCoordinator } from './coordinator.ts';
import { connectFor, listOffsets } from './metadata.ts';
import { groupByPartition, produceOnce } from './produce.ts';
import { createReader } from './reader.ts';
import { ensureTopics } from './topics.ts';
import { createTransactionalProducer } from './transaction.ts';

const log = createLogger({ service: 'test', level: 'error' });
const verification = 'transaction.partition.verification.enable';

it('ends a transaction that its coordinator has forgotten, and readers get past it', async () => {
  const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log);
  const topic = 'kit-hanging';
  const transactionalId = 'kit-hanging-0';
  await ensureTopics(kafka, [{ name: topic, partitions: 1, config: {} }], { replicationFactor: 1 });
  await verifyTransactions(false);
  onTestFinished(() => verifyTransactions(true));

  // Written in a transaction that the coordinator was never told of: it will never get a marker.
  const cluster = kafka.cluster();
  onTestFinished(() => cluster.disconnect());
  await connectFor(cluster, [topic]);
  const { producerId, producerEpoch } = await createCoordinator(cluster, 'transaction', transactionalId).ask(
    (broker) => broker.initProducerId({ transactionalId, transactionTimeout: 10_000 }),
    20,
  );
  const records = [{ topic, partition: 0, key: 'k', value: 'nobody may see this' }];
  const session = { producerId, producerEpoch, transactionalId, sequences: new Map() };
  await produceOnce(cluster, session, groupByPartition(records), 5000);
  expect(await listOffsets(cluster, topic, [0], 'end', 'committed')).toEqual(new Map([[0, 0]]));
  await verifyTransactions(true);

  const producer = createTransactionalProducer({
    kafka,
    transactionalId,
    transactionTimeoutMs: 10_000,
    topics: [topic],
  });
  onTestFinished(() => producer.close());
  await producer.open();
  const at = { group: 'kit-hanging', partition: 0, stateTopic: topic, topics: [topic] };
  expect(await producer.endHanging(at)).toEqual([topic]);
  await producer.commit({
    group: at.group,
    topic,
    partition: 0,
    offset: 0,
    records: [{ topic, partition: 0, key: 'k', value: 'and this everybody' }],
  });
  expect(await producer.endHanging(at)).toEqual([]);

  const seen: string[] = [];
  const reader = await createReader({
    kafka,
    topic,
    from: 'start',
    onRecords: (_partition, read) => seen.push(...read.map((r) => r.value?.toString() ?? '')),
  });
  await reader.sync();
  await reader.stop();
  expect(seen).toEqual(['and this everybody']);
});

/** The broker's check that hinders clients from leaving such a transaction behind. */
async function verifyTransactions(on: boolean): Promise<void> {
  const admin = new Kafka({ brokers: [inject('brokers')], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  // A new broker has to make its groups' topic first.
  await vi.waitFor(() => admin.fetchOffsets({ groupId: 'kit-hanging' }), { timeout: 10_000 });
  const configEntries = [{ name: verification, value: String(on) }];
  await admin.alterConfigs({ validateOnly: false, resources: [{ type: 4, name: '1', configEntries }] });
  await admin.disconnect();
}
