import { randomUUID } from 'node:crypto';
import { expect, inject, it, onTestFinished } from 'vitest';
import { ensureTopics } from '../admin/topics.ts';
import { createKafkaClient, type KafkaLog } from '../connection/client.ts';
import { startReader } from '../consume/reader.ts';
import { startProducer } from './producer.ts';
import { RecordTooLarge } from './record-too-large.ts';

const log: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'kit-produce' }, log);

it('what shares a batch with a record that is too large arrives once, in order, and its sender is informed', async () => {
  const topic = `kit-small-${randomUUID()}`;
  await ensureTopics(kafka, [{ name: topic, partitions: 2, config: { 'max.message.bytes': '2500' } }]);
  const producer = await startProducer({ kafka, topics: [topic] });
  onTestFinished(() => producer.stop());
  const lengths = Array.from({ length: 40 }, (_, i) => (i === 17 ? 5000 : 300));
  const outcomes = await Promise.allSettled(
    lengths.map((length, i) =>
      producer.send([{ topic, partition: i % 2, key: String(i), value: 'x'.repeat(length) }]),
    ),
  );
  const failures = outcomes.flatMap((o, i) => (o.status === 'rejected' ? [[i, o.reason] as const] : []));
  expect(failures).toEqual([[17, expect.any(RecordTooLarge)]]);
  expect(failures[0]?.[1]).toMatchObject({ topic });

  const seen: number[][] = [[], []];
  const reader = await startReader({
    kafka,
    topic,
    from: 'start',
    onRecords: (partition, records) => void seen[partition]?.push(...records.map((r) => Number(r.key))),
  });
  onTestFinished(() => reader.stop());
  await reader.sync();
  const numbers = lengths.map((_, i) => i).filter((i) => i !== 17);
  expect(seen).toEqual([0, 1].map((partition) => numbers.filter((i) => i % 2 === partition)));
});
