import { randomUUID } from 'node:crypto';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger } from '@cupcakery/kit/log';
import { expect, inject, onTestFinished, test } from 'vitest';
import { startTopicsReader } from './topics-reader.ts';

const log = createLogger({ service: 'test', level: 'fatal' });
const kafka = createKafkaClient({ brokers: inject('brokers').split(','), clientId: 'test' }, log);

/** New topics with so many partitions each. */
async function topicsOf(...partitions: number[]): Promise<string[]> {
  const run = randomUUID().slice(0, 8);
  const specs = partitions.map((count, i) => ({ name: `topics-${run}-${i}`, partitions: count, config: {} }));
  await ensureTopics(kafka, specs);
  return specs.map(({ name }) => name);
}

test('several topics are read as the partitions of one log, each from its own offset', async () => {
  const topics = await topicsOf(1, 1);
  const producer = await startProducer({ kafka, topics });
  onTestFinished(() => producer.stop());
  const send = (topic: string, ...keys: string[]) =>
    producer.send(keys.map((key) => ({ topic, partition: 0, key, value: 'v' })));
  await send(topics[0] ?? '', 'a', 'b');
  await send(topics[1] ?? '', 'c', 'd', 'e');
  const seen: unknown[] = [];
  let begin: number[] = [];
  const reader = await startTopicsReader({
    kafka,
    topics,
    from: [1, 2],
    onStart(offsets) {
      expect(seen).toEqual([]);
      begin = offsets;
    },
    onRecords(partition, records) {
      for (const record of records) seen.push([partition, record.partition, record.offset, record.key]);
    },
  });
  onTestFinished(() => reader.stop());
  await reader.caughtUp;
  expect(begin).toEqual([1, 2]);
  expect(seen.toSorted()).toEqual([
    [0, 0, 1, 'b'],
    [1, 1, 2, 'e'],
  ]);
  await send(topics[0] ?? '', 'f');
  await reader.sync();
  expect(seen).toContainEqual([0, 0, 2, 'f']);
  expect([...reader.positions()]).toEqual([
    [0, 3],
    [1, 3],
  ]);
  expect([...(await reader.ends())]).toEqual([...reader.positions()]);
});

test('of several topics each has one partition', async () => {
  const topics = await topicsOf(1, 2);
  const started = startTopicsReader({ kafka, topics, from: 'start', onRecords() {} });
  await expect(started).rejects.toThrow(`${topics[1]} has more than one partition`);
});
