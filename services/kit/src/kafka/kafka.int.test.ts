import { randomUUID } from 'node:crypto';
import { Kafka } from 'kafkajs';
import { afterAll, describe, expect, inject, it, vi } from 'vitest';
import { ensureTopics } from './admin/topics.ts';
import { createKafkaClient, type KafkaLog } from './connection/client.ts';
import { type Reader, startReader } from './consume/reader.ts';
import { createTransactionalProducer } from './exactly-once/transaction/transaction.ts';
import { startProducer } from './produce/producer.ts';
import { headerOf, type KafkaRecord } from './wire/record.ts';

const log: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const brokers = [inject('brokers')];
const kafka = createKafkaClient({ brokers, clientId: 'kit-test' }, log);
const plain = new Kafka({ brokers, clientId: 'plain', logLevel: 0 });
const running: { stop(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(running.map((r) => r.stop()));
});

async function topic(config: Record<string, string> = {}, partitions = 1): Promise<string> {
  const name = `kit-${randomUUID()}`;
  await ensureTopics(kafka, [{ name, partitions, config }]);
  // A busy broker may take a moment to lead a new partition; a transaction, rightly, does not wait for that.
  const reader = await startReader({ kafka, topic: name, from: 'start', onRecords() {} });
  await reader.caughtUp;
  await reader.stop();
  return name;
}

/** All that was written; waits for the markers of ended transactions, which come after the answer to their end. */
async function read(name: string, isolation: 'committed' | 'uncommitted' = 'committed') {
  const records: KafkaRecord[] = [];
  const reader: Reader = await startReader({
    kafka,
    topic: name,
    from: 'start',
    isolation,
    maxWaitMs: 50,
    onRecords: (_p, more) => records.push(...more),
  });
  running.push(reader);
  await reader.sync();
  return { records, reader, values: () => records.map((r) => r.value?.toString()) };
}

async function producerFor(name: string) {
  const producer = await startProducer({ kafka, topics: [name] });
  running.push(producer);
  return producer;
}

async function transactionalFor(name: string, transactionalId: string = randomUUID()) {
  const producer = createTransactionalProducer({
    kafka,
    transactionalId,
    transactionTimeoutMs: 10_000,
    topics: [name],
  });
  running.push({ stop: () => producer.close() });
  await producer.open();
  const commit = (value: string, offset = 1) =>
    producer.commit({
      group: `g-${name}`,
      partition: 0,
      offsets: new Map([[name, offset]]),
      records: [{ topic: name, partition: 0, key: 'k', value }],
    });
  return { producer, commit };
}

describe('producer and reader', () => {
  it('carry keys, values, tombstones and headers, also beyond ASCII', async () => {
    const name = await topic();
    const producer = await producerFor(name);
    await producer.send([
      {
        topic: name,
        partition: 0,
        key: 'ключ',
        value: 'crème brûlée 🧁',
        headers: { ce_id: 'ü1', other: 'x' },
      },
      { topic: name, partition: 0, key: 'b', value: null },
    ]);
    const { records } = await read(name);
    expect(records.map((r) => [r.offset, r.key, r.value?.toString()])).toEqual([
      [0, 'ключ', 'crème brûlée 🧁'],
      [1, 'b', undefined],
    ]);
    expect(headerOf(records[0] as KafkaRecord, 'ce_id')).toBe('ü1');
    expect(headerOf(records[0] as KafkaRecord, 'missing')).toBeUndefined();
  });

  it('lose nothing when many send at once, and keep the order of each sender', async () => {
    const name = await topic({}, 3);
    const producer = await producerFor(name);
    const sends = Array.from({ length: 3000 }, (_, i) =>
      producer.send([{ topic: name, partition: i % 3, key: String(i), value: 'x'.repeat(500) }]),
    );
    await Promise.all(sends);
    const { records } = await read(name);
    for (const p of [0, 1, 2]) {
      const keys = records.filter((r) => r.partition === p).map((r) => Number(r.key));
      expect(keys).toEqual(Array.from({ length: 1000 }, (_, i) => i * 3 + p));
    }
  });

  it('read what other clients wrote, compressed or with older producers', async () => {
    const name = await topic();
    const other = plain.producer();
    await other.connect();
    await other.send({
      topic: name,
      compression: 1,
      messages: [{ key: 'z', value: 'zipped', headers: { h: '1' } }],
    });
    await other.disconnect();
    const { records, values } = await read(name);
    expect(values()).toEqual(['zipped']);
    expect(headerOf(records[0] as KafkaRecord, 'h')).toBe('1');
  });

  it('write what other clients can read', async () => {
    const name = await topic();
    const producer = await producerFor(name);
    await producer.send([{ topic: name, partition: 0, key: 'a', value: 'b', headers: { c: 'd' } }]);
    const consumer = plain.consumer({ groupId: randomUUID() });
    const got = Promise.withResolvers<unknown>();
    await consumer.connect();
    await consumer.subscribe({ topic: name, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message: m }) =>
        got.resolve([m.key?.toString(), m.value?.toString(), m.headers?.c?.toString()]),
    });
    expect(await got.promise).toEqual(['a', 'b', 'd']);
    await consumer.disconnect();
  });

  it('sync waits for everything that was written before the call', async () => {
    const name = await topic();
    const producer = await producerFor(name);
    const { reader, records } = await read(name);
    for (let i = 0; i < 20; i++) {
      await producer.send([{ topic: name, partition: 0, key: 'k', value: String(i) }]);
      await reader.sync();
      expect(records).toHaveLength(i + 1);
    }
  });

  it('begin at a time: with what was written then or later, also if that is nothing yet', async () => {
    const name = await topic({}, 2);
    const producer = await producerFor(name);
    const send = (value: string) => producer.send([{ topic: name, partition: 0, key: 'k', value }]);
    await send('before');
    const [before] = (await read(name)).records;
    // Times are milliseconds: the next record must not share that of the one before.
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(before?.timestamp ?? 0));
    const since = Date.now();
    await send('after');
    const readSince = async (time: number) => {
      const values: string[] = [];
      const reader = await startReader({
        kafka,
        topic: name,
        from: { since: time },
        onRecords: (_p, records) => values.push(...records.map((r) => String(r.value))),
      });
      running.push(reader);
      await reader.caughtUp;
      return { reader, values };
    };
    expect((await readSince(since)).values).toEqual(['after']);
    expect((await readSince(0)).values).toEqual(['before', 'after']);
    const late = await readSince(since + 3_600_000);
    await send('later');
    await late.reader.sync();
    expect(late.values).toEqual(['later']);
  });

  it('refuse a record that is too large without disturbing the next', async () => {
    const name = await topic({ 'max.message.bytes': '2000' });
    const producer = await producerFor(name);
    await expect(
      producer.send([{ topic: name, partition: 0, key: 'k', value: 'x'.repeat(5000) }]),
    ).rejects.toThrow();
    await producer.send([{ topic: name, partition: 0, key: 'k', value: 'small' }]);
    expect((await read(name)).values()).toEqual(['small']);
  });

  it('stop with a reason when a handler throws', async () => {
    const name = await topic();
    const producer = await producerFor(name);
    await producer.send([{ topic: name, partition: 0, key: 'k', value: 'bad' }]);
    const reader = await startReader({
      kafka,
      topic: name,
      from: 'start',
      onRecords: () => {
        throw new Error('no');
      },
    });
    running.push(reader);
    await expect(reader.failed).rejects.toThrow('no');
  });
});

describe('transactions', () => {
  it('show nothing before the commit, and the offset with it', async () => {
    const name = await topic();
    const { commit } = await transactionalFor(name);
    const { values, reader } = await read(name);
    await commit('one');
    await reader.sync();
    expect(values()).toEqual(['one']);
    const admin = plain.admin();
    await admin.connect();
    await vi.waitFor(async () => {
      const [offsets] = await admin.fetchOffsets({ groupId: `g-${name}`, topics: [name] });
      expect(offsets?.partitions[0]?.offset).toBe('1');
    });
    await admin.disconnect();
    // past the record and its commit marker
    expect(reader.positions().get(0)).toBe(2);
  });

  it('fence the earlier producer of the same id', async () => {
    const name = await topic();
    const id = randomUUID();
    const old = await transactionalFor(name, id);
    await old.commit('before');
    const young = await transactionalFor(name, id);
    await expect(old.commit('zombie')).rejects.toThrow();
    await young.commit('after');
    expect((await read(name)).values()).toEqual(['before', 'after']);
  });

  it('hide aborted records when transactions of several producers interleave', async () => {
    const name = await topic();
    const begin = async () => {
      const producer = plain.producer({ transactionalId: randomUUID(), maxInFlightRequests: 1 });
      await producer.connect();
      running.push({ stop: () => producer.disconnect() });
      return producer.transaction();
    };
    const [a, b, c] = [await begin(), await begin(), await begin()];
    const send = (t: typeof a, value: string) => t.send({ topic: name, messages: [{ value }] });
    await send(b, 'aborted b1');
    await send(a, 'aborted a1');
    await send(c, 'kept c1');
    await send(b, 'aborted b2');
    // a ends first although b began first: the broker lists them by end
    await a.abort();
    await send(b, 'aborted b3');
    await send(c, 'kept c2');
    await b.abort();
    await c.commit();
    const { values } = await read(name);
    expect(values()).toEqual(['kept c1', 'kept c2']);
    expect((await read(name, 'uncommitted')).records).toHaveLength(6);
  });

  it('take many topics and partitions in one go', async () => {
    const [x, y] = [await topic({}, 2), await topic({}, 2)];
    const producer = createTransactionalProducer({
      kafka,
      transactionalId: randomUUID(),
      transactionTimeoutMs: 10_000,
      topics: [x, y],
    });
    running.push({ stop: () => producer.close() });
    await producer.open();
    for (let round = 0; round < 30; round++) {
      await producer.commit({
        group: `g-${x}`,
        partition: 0,
        offsets: new Map([[x, round]]),
        records: [x, y].flatMap((t) =>
          [0, 1].map((p) => ({ topic: t, partition: p, key: 'k', value: String(round) })),
        ),
      });
    }
    expect((await read(x)).records).toHaveLength(60);
    expect((await read(y)).records).toHaveLength(60);
  });
});
