import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, inject, it, onTestFinished, vi } from 'vitest';
import { createLogger } from '../../log.ts';
import { createKafkaClient, type KafkaClient } from '../connection/client.ts';
import type { KafkaConnection } from '../connection/connection.ts';
import { startProducer } from '../produce/producer.ts';
import type { Stretch } from './record-count.ts';
import { createRecordCounter } from './record-counter.ts';
import { ensureTopics } from './topics.ts';

const log = createLogger({ service: 'test', level: 'silent' });
const limits = { withinMs: 10_000, bytesEach: 16 << 10 };
const topics = ['kit-count-stays', 'kit-count-goes', 'kit-count-comes'] as const;
const [stays, goes, comes] = topics;
let kafka: KafkaClient;
let connection: KafkaConnection;

beforeAll(async () => {
  kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log);
  const specs = topics.map((name) => ({ name, partitions: 2, config: {} }));
  await ensureTopics(kafka, specs, { replicationFactor: 1 });
  const producer = await startProducer({ kafka, topics: [...topics] });
  await producer.send(
    topics.flatMap((topic) =>
      Array.from({ length: 40 }, (_, i) => ({ topic, partition: i % 2, key: 'k', value: 'v' })),
    ),
  );
  await producer.stop();
  connection = kafka.connection();
});
afterAll(() => connection.close());

const stretch = (topic: string, from: number, partition = 0): Stretch => ({
  topic,
  partition,
  from,
  end: 20,
});
const recordsOf = async (counter: ReturnType<typeof createRecordCounter>, stretches: Stretch[]) => {
  const { counts, problem } = await counter(stretches, limits);
  return { records: stretches.map((one) => counts.get(one)?.records), problem };
};

it('counts at several places of one partition, and of others in the same go', async () => {
  const stretches = [stretch(stays, 0), stretch(stays, 13), stretch(stays, 20), stretch(goes, 4, 1)];
  expect(await recordsOf(createRecordCounter(connection), stretches)).toEqual({
    records: [20, 7, 0, 16],
    problem: undefined,
  });
});

it('answers in time without the brokers that do not, and with them later', async () => {
  const broker = await mutedBroker(inject('brokers'));
  const own = createKafkaClient({ brokers: [broker.address], clientId: 'test' }, log).connection();
  onTestFinished(() => own.close());
  const counter = createRecordCounter(own);
  const asked = stretch(stays, 5);
  const { counts, problem } = await counter([asked], { ...limits, withinMs: 20 });
  expect(counts.size).toBe(0);
  expect(problem).toMatchObject({ message: 'no answer within 20 ms' });
  broker.speak();
  await vi.waitFor(async () => expect((await recordsOf(counter, [asked])).records).toEqual([15]), 5_000);
});

/** The broker, behind a line on which its answers come only once it may speak. */
async function mutedBroker(address: string): Promise<{ address: string; speak(): void }> {
  const { hostname, port } = new URL(`kafka://${address}`);
  const speaking = Promise.withResolvers<void>();
  const line = createServer((client) => {
    const broker = connect(Number(port), hostname);
    for (const socket of [client, broker]) socket.on('error', () => socket.destroy());
    client.once('close', () => broker.destroy());
    client.pipe(broker);
    void speaking.promise.then(() => broker.pipe(client));
  });
  await once(line.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void line.close());
  const { port: own } = line.address() as AddressInfo;
  return { address: `127.0.0.1:${own}`, speak: speaking.resolve };
}

it('is not disturbed for long by a topic that is gone', async () => {
  const counter = createRecordCounter(connection);
  await recordsOf(counter, [stretch(stays, 0), stretch(goes, 0)]);
  const admin = new Kafka({ brokers: [inject('brokers')], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [goes] });
  await admin.disconnect();
  await vi.waitFor(async () => {
    const both = await recordsOf(counter, [stretch(goes, 0), stretch(stays, 0)]);
    expect(both.problem).toBeDefined();
  }, 5_000);
  await vi.waitFor(async () => {
    expect(await recordsOf(counter, [stretch(stays, 0), stretch(comes, 1)])).toEqual({
      records: [20, 19],
      problem: undefined,
    });
  }, 5_000);
});
