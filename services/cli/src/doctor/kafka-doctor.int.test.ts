import { randomUUID } from 'node:crypto';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createTransactionalProducer } from '@cupcakery/kit/kafka/exactly-once/transaction/transaction';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { examineKafka } from './kafka-doctor.ts';
import { ownTopics } from './kafka-findings.ts';

const brokers = inject('brokers');
const log = { debug() {}, info() {}, warn() {}, error() {} };
const kafka = createKafkaClient({ brokers: [brokers], clientId: 'doctor' }, log);
const never = new AbortController().signal;
const hour = '3600000';

let workflow: string;
let names: ReturnType<typeof topicNames>;
beforeEach(() => {
  workflow = `doctor-${randomUUID().slice(0, 8)}`;
  names = topicNames(workflow);
});

/** The topics of a workflow as they should be, but for what is changed. */
async function create(
  change: { without?: string; partitions?: string; config?: Record<string, Record<string, string>> } = {},
) {
  const compact = { 'cleanup.policy': 'compact' };
  const right: Record<string, Record<string, string>> = {
    [names.events]: { 'retention.ms': '-1' },
    [names.orders]: { ...compact, 'min.compaction.lag.ms': hour, 'delete.retention.ms': hour },
    ...Object.fromEntries(
      [names.contacts, names.control, names.withdrawals, names.incidents].map((name) => [name, compact]),
    ),
  };
  const specs = ownTopics(workflow)
    .filter((name) => name !== change.without)
    .map((name) => ({
      name,
      partitions: name === change.partitions ? 3 : 2,
      config: { ...right[name], ...change.config?.[name] },
    }));
  await ensureTopics(kafka, specs, { replicationFactor: 1 });
}

const examine = async (env: Record<string, string> = {}) =>
  (await examineKafka({ KAFKA_BROKERS: brokers, ...env }, workflow, never)).map(({ what }) => what);
const noMembers = () => `group ${workflow}.processor has no members: no order is decided`;

describe('the doctor names', () => {
  it('nothing but that nobody decides, where topics are as they should be', async () => {
    await create();
    expect(await examine()).toEqual([noMembers()]);
  });

  it('a topic that is missing', async () => {
    await create({ without: names.orders });
    expect(await examine()).toContainEqual(expect.stringContaining(`topic ${names.orders} does not exist`));
  });

  it('a topic with another number of partitions', async () => {
    await create({ partitions: names.work });
    expect(await examine()).toContainEqual(
      expect.stringContaining(`topic ${names.work} has 3 partitions, ${names.commands} has 2`),
    );
  });

  it('a history that would be deleted, and snapshots that are not compacted or cannot be resumed from', async () => {
    await create({
      config: {
        [names.events]: { 'retention.ms': '604800000' },
        [names.orders]: { 'cleanup.policy': 'delete', 'min.compaction.lag.ms': '0' },
      },
    });
    const found = await examine();
    for (const part of [
      `${names.events}: retention.ms is 604800000 and has to be -1: the history would be deleted`,
      `${names.orders}: cleanup.policy is delete and has to be compact`,
      `${names.orders}: min.compaction.lag.ms is 0 and has to be at least 3600000`,
    ])
      expect(found).toContainEqual(expect.stringContaining(part));
  });

  it('a transaction that does not end', async () => {
    await create();
    const { promise: produced, resolve } = Promise.withResolvers<void>();
    const producer = createTransactionalProducer({
      kafka,
      transactionalId: `${workflow}-stuck`,
      transactionTimeoutMs: 60_000,
      topics: [names.commands, names.orders],
      // Broken off before its end.
      onStep: (step) => {
        if (step !== 'produced') return;
        resolve();
        throw new Error('stopped here');
      },
    });
    onTestFinished(() => producer.close());
    await producer.open();
    const records = [{ topic: names.orders, partition: 1, key: 'k', value: 'v' }];
    const offsets = new Map([[names.commands, 0]]);
    await expect(producer.commit({ group: workflow, partition: 1, offsets, records })).rejects.toThrow(
      'stopped here',
    );
    await produced;
    expect(await examine()).toContainEqual(
      expect.stringContaining(
        `topic ${names.orders}, partition 1: records wait for the end of a transaction`,
      ),
    );
  });

  it('a Kafka that does not answer, and settings that are none', async () => {
    expect(await examine({ KAFKA_BROKERS: 'localhost:1' })).toEqual([
      expect.stringContaining('Kafka at localhost:1 does not answer'),
    ]);
    await expect(examine({ KAFKA_SSL: 'perhaps' })).rejects.toThrow('KAFKA_SSL');
  });
});
