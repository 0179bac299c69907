import { createInspector } from '@cupcakery/kit/kafka/admin/inspector';
import { createKafkaClient, type KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { setGroupOffsets } from '@cupcakery/kit/kafka/admin/set-group-offsets';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createTransactionalProducer } from '@cupcakery/kit/kafka/exactly-once/transaction/transaction';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger } from '@cupcakery/kit/log';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { type Collector, startCollector } from './collector.ts';

const log = createLogger({ service: 'test', level: 'error' });
let kafka: KafkaClient;
let collector: Collector;

beforeAll(() => {
  kafka = createKafkaClient({ brokers: inject('brokers').split(','), clientId: 'test' }, log);
  collector = startCollector({
    inspector: createInspector(kafka),
    includes: (group) => group.startsWith('records-of-'),
    intervalMs: 100,
    staleAfterMs: 10_000,
    log,
    onReport() {},
    onFailure() {},
  });
});
afterAll(() => collector.stop());

/** Sets a group's committed offsets, by partition. */
async function commit(topic: string, offsets: number[], group = `records-of-${topic}`): Promise<void> {
  const partitions = offsets.map((offset, partition) => ({ partition, offset }));
  await setGroupOffsets(kafka, group, new Map([[topic, partitions]]));
}

/** Writes transactions of some records each, one after the other; `aborts` ends them without a commit. */
async function transact(
  topic: string,
  count: number,
  { each = 1, bytes = 1, partition = 0, aborts = false } = {},
): Promise<void> {
  const records = Array.from({ length: each }, () => ({
    topic,
    partition,
    key: 'k',
    value: 'v'.repeat(bytes),
  }));
  const producer = createTransactionalProducer({
    kafka,
    transactionalId: topic,
    transactionTimeoutMs: 10_000,
    topics: [topic],
    onStep(step) {
      if (aborts && step === 'produced') throw new Error('as if the process ended');
    },
  });
  const group = `source-of-${topic}`;
  try {
    await commit(topic, [0], group);
    await producer.open();
    for (let offset = 1; offset <= count; offset++) {
      const written = producer.commit({ group, partition, offsets: new Map([[topic, offset]]), records });
      if (!aborts) await written;
      else {
        await expect(written).rejects.toThrow('as if');
        // Opening the same id again ends the transaction that was left open.
        await producer.open();
      }
    }
  } finally {
    await producer.close();
  }
}

const createTopic = (name: string, partitions: number) =>
  ensureTopics(kafka, [{ name, partitions, config: {} }], { replicationFactor: 1 });
const reported = (topic: string) =>
  collector.latest()?.groups.find(({ group }) => group === `records-of-${topic}`)?.topics[0];
const settled = (topic: string, numbers: { lag: number; records: unknown }) =>
  vi.waitFor(() => expect(reported(topic)).toMatchObject(numbers), { timeout: 20_000, interval: 50 });

it('one record per transaction is a lag of two and one record, at any committed offset', async () => {
  const topic = 'records-single';
  await createTopic(topic, 2);
  await transact(topic, 10);
  await commit(topic, [0, 0]);
  await settled(topic, { lag: 20, records: 10 });
  await commit(topic, [7, 0]);
  await settled(topic, { lag: 13, records: 6 });
  expect(reported(topic)?.partitions.map(({ records }) => records)).toEqual([6, 0]);
  await commit(topic, [19, 0]);
  await settled(topic, { lag: 1, records: 0 });
  await commit(topic, [20, 0]);
  await settled(topic, { lag: 0, records: 0 });
});

it('aborted records do not wait', async () => {
  const topic = 'records-aborted';
  await createTopic(topic, 1);
  await transact(topic, 3);
  await transact(topic, 4, { each: 2, aborts: true });
  await transact(topic, 2);
  await commit(topic, [0]);
  await settled(topic, { lag: 3 * 2 + 4 * 3 + 2 * 2, records: 5 });
});

it('without transactions every offset is a record', async () => {
  const topic = 'records-plain';
  await createTopic(topic, 3);
  const producer = await startProducer({ kafka, topics: [topic] });
  const write = (count: number) =>
    producer.send(
      Array.from({ length: count }, (_, i) => ({ topic, partition: i % 3, key: 'k', value: 'v' })),
    );
  try {
    await write(300);
    await commit(topic, [50, 0, 100]);
    await settled(topic, { lag: 150, records: 150 });
    await write(30);
    await settled(topic, { lag: 180, records: 180 });
  } finally {
    await producer.stop();
  }
});

it('a backlog larger than what is read is estimated to a few percent', async () => {
  const topic = 'records-backlog';
  await createTopic(topic, 1);
  await transact(topic, 150, { each: 3, bytes: 1_000 });
  await commit(topic, [0]);
  await settled(topic, { lag: 600, records: expect.any(Number) });
  const { records = 0 } = reported(topic) ?? {};
  expect(records).not.toBe(0);
  expect(Math.abs(records - 450) / 450).toBeLessThan(0.03);
});
