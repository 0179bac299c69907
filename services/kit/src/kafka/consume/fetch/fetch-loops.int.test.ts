import { randomUUID } from 'node:crypto';
import { Kafka } from 'kafkajs';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import { ensureTopics } from '../../admin/topics.ts';
import { createKafkaClient, type KafkaLog } from '../../connection/client.ts';
import { startProducer } from '../../produce/producer.ts';
import { createFetcher } from './fetcher.ts';

const waiting = { timeout: 30_000, interval: 5 };

it('a partition that the broker refuses backs off alone, and its neighbour is served meanwhile', async () => {
  const refused: unknown[] = [];
  const silent: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
  const log = { ...silent, warn: (fields: object) => refused.push(fields) };
  const brokers = [inject('brokers')];
  const kafka = createKafkaClient({ brokers, clientId: 'kit-refused' }, silent);
  const [kept, gone] = [`kept-${randomUUID()}`, `gone-${randomUUID()}`];
  await ensureTopics(
    kafka,
    [kept, gone].map((name) => ({ name, partitions: 1, config: {} })),
  );
  const seen: string[] = [];
  const fetcher = createFetcher({
    connection: await kafka.connect([kept, gone]),
    log,
    maxWaitMs: 20,
    onChunk: ({ records }) => seen.push(...records.map((r) => r.key ?? '')),
    onUnreadable: ({ reason }) => expect.fail(reason),
    onOutOfRange: () => expect.fail('no record was deleted'),
  });
  onTestFinished(() => fetcher.stop());
  for (const topic of [gone, kept]) fetcher.assign(topic, 0, 0);
  const admin = new Kafka({ brokers, clientId: 'other', logLevel: 0 }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [gone] });
  await admin.disconnect();
  await vi.waitFor(() => expect(refused).toContainEqual(expect.objectContaining({ topic: gone })), waiting);

  refused.length = 0;
  const producer = await startProducer({ kafka, topics: [kept] });
  onTestFinished(() => producer.stop());
  const count = 40;
  for (let i = 0; i < count; i++) {
    await producer.send([{ topic: kept, partition: 0, key: String(i), value: 'v' }]);
    await vi.waitFor(() => expect(seen).toHaveLength(i + 1), waiting);
  }
  // Each record took a fetch of its own; a refusal in each of them would have delayed it.
  expect(refused.length).toBeLessThan(count);
  expect(refused).toEqual(refused.map(() => expect.objectContaining({ topic: gone, partition: 0 })));
});
