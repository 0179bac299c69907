import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { beforeEach, expect, inject, it, onTestFinished, vi } from 'vitest';
import { ensureTopics } from '../admin/topics.ts';
import { createKafkaClient, type KafkaLog } from '../connection/client.ts';
import { startReader } from '../consume/reader.ts';
import { startProducer } from '../produce/producer.ts';
import type { KafkaRecord, ProduceRecord } from '../wire/record.ts';
import { startExactlyOnceProcessor } from './exactly-once-processor.ts';
import type { PartitionProcessor } from './processor-options.ts';

const log: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'kit-shared' }, log);

type Names = { group: string; commands: string; prices: string; answers: string };
let names: Names;
/** Another program, with another client. */
let foreign: Producer;

/** A command `set` or `remove` changes the price of its key, and is answered with the price before. */
const shop = ({ prices, answers }: Names): PartitionProcessor<Map<string, string>> => {
  const read = ({ value }: KafkaRecord) => {
    const text = value?.toString();
    if (text === 'broken') throw new Error('this is no price');
    return text;
  };
  return {
    create: () => new Map(),
    restore(state, record) {
      const price = read(record);
      if (price === undefined || price === 'none') state.delete(record.key ?? '');
      else state.set(record.key ?? '', price);
    },
    check: (record) => void read(record),
    unreadable: ({ offset }) => [{ topic: answers, partition: 0, key: 'unreadable', value: String(offset) }],
    isEmpty: () => true,
    decide(state, commands) {
      const changed = new Map(state);
      const records = commands.flatMap(({ key, value }): ProduceRecord[] => {
        const article = key ?? '';
        const price = value?.toString() ?? '';
        const answer = { topic: answers, partition: 0, key: article, value: changed.get(article) ?? 'none' };
        if (price === 'remove') changed.delete(article);
        else changed.set(article, price);
        const own = { topic: prices, partition: 0, key: article };
        if (price !== 'remove') return [answer, { ...own, value: price }];
        return [answer, { ...own, value: 'none' }, { ...own, value: null, withPrevious: true }];
      });
      return {
        records,
        onCommitted() {
          state.clear();
          for (const [article, price] of changed) state.set(article, price);
        },
      };
    },
  };
};

beforeEach(async () => {
  const group = `kit-shared-${randomUUID()}`;
  names = { group, commands: `${group}-commands`, prices: `${group}-prices`, answers: `${group}-answers` };
  const topics = [names.commands, names.prices, names.answers];
  await ensureTopics(
    kafka,
    topics.map((name) => ({ name, partitions: 1, config: {} })),
  );
  foreign = new Kafka({ brokers: [inject('brokers')], logLevel: logLevel.NOTHING }).producer();
  await foreign.connect();
  onTestFinished(() => foreign.disconnect());
});

async function start() {
  const processor = await startExactlyOnceProcessor({
    kafka,
    processor: shop(names),
    topics: {
      inputs: [names.commands],
      state: [{ topic: names.prices, shared: true }],
      outputs: [names.prices, names.answers],
    },
    group: names.group,
    instanceId: 'shop-0',
    lingerMs: 0,
  });
  onTestFinished(() => processor.stop());
  await vi.waitFor(() => expect(processor.ready).toBe(true), { timeout: 30_000 });
  return processor;
}

const write = (key: string, value: string | null) =>
  foreign.send({ topic: names.prices, messages: [{ key, value }] });

/** A transaction of another program. */
async function openTransaction() {
  const producer = new Kafka({ brokers: [inject('brokers')], logLevel: logLevel.NOTHING }).producer({
    transactionalId: randomUUID(),
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  return producer.transaction();
}

/** Sends commands and returns their answers, as `key=price before`. */
async function commanding() {
  const producer = await startProducer({ kafka, topics: [names.commands] });
  onTestFinished(() => producer.stop());
  const answers: string[] = [];
  const reader = await startReader({
    kafka,
    topic: names.answers,
    from: 'start',
    onRecords: (_partition, records) => answers.push(...records.map(({ key, value }) => `${key}=${value}`)),
  });
  onTestFinished(() => reader.stop());
  const send = (...commands: [key: string, value: string][]) =>
    producer.send(commands.map(([key, value]) => ({ topic: names.commands, partition: 0, key, value })));
  const answered = (expected: string[]) =>
    vi.waitFor(() => expect(answers).toEqual(expected), { timeout: 20_000, interval: 5 });
  return { send, answered };
}

it('decides on what others had written before the command, without waiting for it to be noticed', async () => {
  await start();
  const { send, answered } = await commanding();
  const expected: string[] = [];
  for (let round = 0; round < 20; round++) {
    await write('bun', String(round));
    await send(['bun', `own ${round}`]);
    expected.push(`bun=${round}`);
    await answered(expected);
  }
});

it('lets the last record of the log count, whoever wrote it, also over a restart', async () => {
  await write('bun', '1');
  const first = await start();
  const { send, answered } = await commanding();
  await send(['bun', '2'], ['bun', '3']);
  await answered(['bun=1', 'bun=2']);
  await write('bun', '4');
  await send(['bun', 'remove'], ['bun', '5']);
  await answered(['bun=1', 'bun=2', 'bun=4', 'bun=none']);
  await write('bun', null);
  await write('cake', '6');
  await first.stop();
  await write('cake', '7');
  await start();
  await send(['bun', '8'], ['cake', '9']);
  await answered(['bun=1', 'bun=2', 'bun=4', 'bun=none', 'bun=none', 'cake=7']);
});

it('does not let a flood of others, which is read late, undo what it has written since', async () => {
  await start();
  const { send, answered } = await commanding();
  const flood = Array.from({ length: 5000 }, (_, i) => ({ key: `k${i % 50}`, value: `foreign ${i}` }));
  const flooding = foreign.send({ topic: names.prices, messages: flood });
  await send(['bun', '1'], ['bun', '2']);
  await flooding;
  await send(['bun', '3'], ['k49', 'own'], ['k49', 'own again']);
  await answered(['bun=none', 'bun=1', 'bun=2', 'k49=foreign 4999', 'k49=own']);
  await send(['k49', 'last']);
  await answered(['bun=none', 'bun=1', 'bun=2', 'k49=foreign 4999', 'k49=own', 'k49=own again']);
});

it('does not count what others have written in a transaction that they abort, nor wait for it', async () => {
  await start();
  const { send, answered } = await commanding();
  const transaction = await openTransaction();
  await transaction.send({ topic: names.prices, messages: [{ key: 'bun', value: 'never' }] });
  await send(['bun', '1']);
  await answered(['bun=none']);
  await send(['bun', '2']);
  await answered(['bun=none', 'bun=1']);
  await transaction.abort();
  await send(['bun', '3']);
  await answered(['bun=none', 'bun=1', 'bun=2']);
});

it('goes by the places in the log when others commit late what lies before own writes', async () => {
  await start();
  const { send, answered } = await commanding();
  const [first, second] = [await openTransaction(), await openTransaction()];
  await first.send({ topic: names.prices, messages: [{ key: 'bun', value: 'foreign' }] });
  await send(['bun', '1']);
  await answered(['bun=none']);
  await second.send({ topic: names.prices, messages: [{ key: 'cake', value: 'foreign' }] });
  await send(['bun', '2']);
  await answered(['bun=none', 'bun=1']);
  // Now the first two records of bun can be read, and the third cannot.
  await first.commit();
  await send(['bun', '3']);
  await answered(['bun=none', 'bun=1', 'bun=2']);
  await second.commit();
  await send(['bun', '4'], ['cake', '5']);
  await answered(['bun=none', 'bun=1', 'bun=2', 'bun=3', 'cake=foreign']);
});

it('reports a broken record of others once, also one that it has overwritten, and goes on', async () => {
  await write('bun', 'broken');
  const first = await start();
  const { send, answered } = await commanding();
  await answered(['unreadable=0']);
  await send(['bun', '1']);
  await answered(['unreadable=0', 'bun=none']);
  await write('bun', 'broken');
  await first.stop();
  await start();
  await send(['bun', '2']);
  await answered(['unreadable=0', 'bun=none', expect.stringMatching(/^unreadable=[1-9]/), 'bun=1']);
});

it('leaves nothing between a removal and its tombstone', async () => {
  await start();
  const { send, answered } = await commanding();
  const seen: string[] = [];
  const reader = await startReader({
    kafka,
    topic: names.prices,
    from: 'start',
    onRecords: (_partition, records) => seen.push(...records.map(({ key, value }) => `${key}=${value}`)),
  });
  onTestFinished(() => reader.stop());
  const stopped = { flag: false };
  const noise = (async () => {
    for (let i = 0; !stopped.flag; i++) await write('noise', String(i));
  })();
  const commands = Array.from({ length: 200 }, (_, i): [string, string] => [
    'bun',
    i % 2 ? 'remove' : String(i),
  ]);
  for (let i = 0; i < commands.length; i += 10) await send(...commands.slice(i, i + 10));
  await answered(commands.map((_, i) => (i % 2 ? `bun=${i - 1}` : 'bun=none')));
  stopped.flag = true;
  await noise;
  await reader.sync();
  const removals = seen.flatMap((one, i) => (one === 'bun=none' ? [seen[i + 1]] : []));
  expect(removals).toEqual(Array.from({ length: 100 }, () => 'bun=null'));
});
