import { randomUUID } from 'node:crypto';
import { beforeEach, expect, inject, it, onTestFinished, vi } from 'vitest';
import { ensureTopics } from '../admin/topics.ts';
import { createKafkaClient, type KafkaLog } from '../connection/client.ts';
import { startReader } from '../consume/reader.ts';
import { type Producer, startProducer } from '../produce/producer.ts';
import type { KafkaRecord, ProduceRecord } from '../wire/record.ts';
import { startExactlyOnceProcessor } from './exactly-once-processor.ts';
import type { PartitionProcessor, ProcessorTopics } from './processor-options.ts';

const errors: object[] = [];
const log: KafkaLog = { debug() {}, info() {}, warn() {}, error: (fields) => errors.push(fields) };
const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'kit-topics' }, log);

type Names = { group: string; sales: string; returns: string; sums: string; prices: string; reports: string };
type Shop = { prices: Map<string, number>; sums: Map<string, number> };

/** Prices come from others; a sale adds the price of its article to the article's sum, a return takes it off. */
const shop = (names: Names): PartitionProcessor<Shop> => ({
  create: () => ({ prices: new Map(), sums: new Map() }),
  restore({ prices, sums }, { topic, key, value }) {
    const number = Number(value?.toString());
    if (key === null || Number.isNaN(number)) throw new Error(`${value} is no number`);
    (topic === names.prices ? prices : sums).set(key, number);
  },
  unreadable: ({ topic, partition, offset }) => [
    { topic: names.reports, partition: 0, key: `${topic}/${partition}/${offset}`, value: 'unreadable' },
  ],
  isEmpty: ({ sums }) => sums.size === 0,
  decide({ prices, sums }, commands) {
    const changed = new Map(sums);
    const records = commands.map(({ topic, key }): ProduceRecord => {
      const article = key ?? '';
      const amount = (prices.get(article) ?? 0) * (topic === names.sales ? 1 : -1);
      changed.set(article, (changed.get(article) ?? 0) + amount);
      return { topic: names.sums, partition: 0, key: article, value: String(changed.get(article)) };
    });
    return {
      records,
      onCommitted() {
        for (const [article, sum] of changed) sums.set(article, sum);
      },
    };
  },
});

let names: Names;
let producer: Producer;
beforeEach(async () => {
  const group = `kit-topics-${randomUUID()}`;
  const topic = (name: string) => `${group}-${name}`;
  names = {
    group,
    sales: topic('sales'),
    returns: topic('returns'),
    sums: topic('sums'),
    prices: topic('prices'),
    reports: topic('reports'),
  };
  const { group: _group, ...topics } = names;
  await ensureTopics(
    kafka,
    Object.values(topics).map((name) => ({ name, partitions: 1, config: {} })),
  );
  producer = await startProducer({ kafka, topics: Object.values(topics) });
  onTestFinished(() => producer.stop());
  errors.length = 0;
});

const write = (topic: string, key: string, value = '') =>
  producer.send([{ topic, partition: 0, key, value }]);

async function start(inputs: ProcessorTopics['inputs'] = [names.sales, names.returns]) {
  const processor = await startExactlyOnceProcessor({
    kafka,
    processor: shop(names),
    topics: {
      inputs,
      state: [{ topic: names.sums }, { topic: names.prices, shared: true }],
      outputs: [names.sums, names.reports],
    },
    group: names.group,
    instanceId: 'shop-0',
    lingerMs: 0,
  });
  onTestFinished(() => processor.stop());
  await vi.waitFor(() => expect([...processor.partitions().values()]).not.toContain('opening'), {
    timeout: 30_000,
  });
  return processor;
}

async function follow(topic: string): Promise<KafkaRecord[]> {
  const seen: KafkaRecord[] = [];
  const reader = await startReader({
    kafka,
    topic,
    from: 'start',
    onRecords: (_partition, records) => seen.push(...records),
  });
  onTestFinished(() => reader.stop());
  return seen;
}
const waitFor = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000 });
const values = (records: KafkaRecord[]) => records.map(({ value }) => value?.toString());

it('decides on several inputs, each command once, with all offsets in one transaction', async () => {
  await write(names.prices, 'bun', '3');
  const sums = await follow(names.sums);
  const first = await start();
  await write(names.sales, 'bun');
  await waitFor(() => expect(values(sums)).toEqual(['3']));
  await write(names.returns, 'bun');
  await waitFor(() => expect(values(sums)).toEqual(['3', '0']));
  await first.stop();
  const connection = await kafka.connect([]);
  onTestFinished(() => connection.close());
  const coordinator = connection.groupCoordinator(names.group);
  for (const topic of [names.sales, names.returns, names.prices]) {
    expect((await coordinator.committed(topic, [0])).get(0)?.offset, topic).toBe(1);
  }
  await start();
  await write(names.returns, 'bun');
  await waitFor(() => expect(values(sums)).toEqual(['3', '0', '-3']));
});

it('follows a state topic that others write', async () => {
  const sums = await follow(names.sums);
  await start();
  await write(names.prices, 'bun', '5');
  await waitFor(async () => {
    await write(names.sales, 'bun');
    expect(Number(values(sums).at(-1) ?? 0)).toBeGreaterThan(0);
  });
  expect(Number(values(sums).at(-1)) % 5).toBe(0);
});

it('reports what it cannot read of a topic that others write, once, and goes on', async () => {
  const reports = await follow(names.reports);
  await write(names.prices, 'bun', 'cheap');
  const first = await start();
  await waitFor(() => expect(reports.map(({ key }) => key)).toEqual([`${names.prices}/0/0`]));
  await write(names.prices, 'cake', 'dear');
  await waitFor(() =>
    expect(reports.map(({ key }) => key)).toEqual([`${names.prices}/0/0`, `${names.prices}/0/1`]),
  );
  await first.stop();
  const sums = await follow(names.sums);
  await start();
  await write(names.prices, 'bun', '2');
  await waitFor(async () => {
    await write(names.sales, 'bun');
    expect(Number(values(sums).at(-1) ?? 0)).toBeGreaterThan(0);
  });
  expect(reports).toHaveLength(2);
});

it('stops at what it cannot read of its own state', async () => {
  await write(names.sums, 'bun', 'many');
  const processor = await start();
  expect([...processor.partitions().values()]).toEqual(['stopped']);
  expect(JSON.stringify(errors.map((fields) => 'err' in fields && String(fields.err)))).toContain(
    `${names.sums}/0: the state of bun at offset 0 cannot be read: many is no number`,
  );
});

it('begins an input that a later release brings at its start', async () => {
  await write(names.prices, 'bun', '3');
  const sums = await follow(names.sums);
  const before = await start([names.sales]);
  await write(names.sales, 'bun');
  await waitFor(() => expect(values(sums)).toEqual(['3']));
  await before.stop();
  await write(names.returns, 'bun');
  await start();
  await waitFor(() => expect(values(sums)).toEqual(['3', '0']));
});
