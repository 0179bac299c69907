import { randomUUID } from 'node:crypto';
import { CompressionCodecs, Kafka } from 'kafkajs';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { damageLog } from '../testing/damage-log.ts';
import { ensureTopics } from './admin/topics.ts';
import { createKafkaClient, type KafkaLog } from './connection/client.ts';
import type { UnreadableRange } from './consume/fetch/unreadable.ts';
import { startPartitionConsumer } from './consume/partition-consumer.ts';
import { startReader } from './consume/reader.ts';
import type { KafkaRecord } from './consume/record.ts';
import { startExactlyOnceProcessor } from './exactly-once/exactly-once-processor.ts';
import type { PartitionProcessor } from './exactly-once/processor-options.ts';
import { startProducer } from './produce/producer.ts';
import { foreignCodecs } from './wire/testing/foreign-batch.ts';

const log: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const brokers = [inject('brokers')];
const kafka = createKafkaClient({ brokers, clientId: 'kit-unreadable' }, log);
const waiting = { timeout: 30_000 };

async function topicOf(partitions: number, name = `kit-unreadable-${randomUUID()}`): Promise<string> {
  await ensureTopics(kafka, [{ name, partitions, config: {} }]);
  return name;
}

/** One batch for each inner list. */
async function write(topic: string, partition: number, batches: string[][]): Promise<void> {
  const producer = await startProducer({ kafka, topics: [topic] });
  for (const values of batches) {
    await producer.send(values.map((value) => ({ topic, partition, key: value, value })));
  }
  await producer.stop();
}

/** Partition 0: a0 a1, damaged b0 b1 b2, c0. Partition 1: d0. */
async function damagedTopic(name?: string): Promise<string> {
  const topic = await topicOf(2, name);
  await write(topic, 0, [['a0', 'a1'], ['b0', 'b1', 'b2'], ['c0']]);
  await write(topic, 1, [['d0']]);
  await damageLog(inject('brokerData'), { topic, partition: 0, text: 'b1' });
  return topic;
}

const checksum = /checksum is wrong/;

describe('records of other producers', () => {
  it('are read whatever codec they use, side by side in one partition', async () => {
    const topic = await topicOf(1);
    const producer = new Kafka({ brokers, clientId: 'foreign', logLevel: 0 }).producer();
    await producer.connect();
    onTestFinished(() => producer.disconnect());
    for (const [name, { number, compress }] of Object.entries(foreignCodecs)) {
      const codec = { compress: ({ buffer }: { buffer: Buffer }) => compress(buffer) };
      Object.assign(CompressionCodecs, { [number]: () => codec });
      await producer.send({ topic, compression: number, messages: [{ key: name, value: 'x'.repeat(500) }] });
    }
    const keys: (string | null)[] = [];
    const onRecords = (_partition: number, records: KafkaRecord[]) => keys.push(...records.map((r) => r.key));
    const reader = await startReader({ kafka, topic, from: 'start', onRecords });
    onTestFinished(() => reader.stop());
    await reader.sync();
    expect(keys).toEqual(Object.keys(foreignCodecs));
  });
});

describe('a damaged batch', () => {
  it('stops a reader that must not leave records out, and its error names what', async () => {
    const topic = await damagedTopic();
    const reader = await startReader({ kafka, topic, from: 'start', onRecords() {} });
    onTestFinished(() => reader.stop());
    await expect(reader.failed).rejects.toMatchObject({
      name: 'UnreadableRecords',
      message: expect.stringContaining(`${topic}/0: offsets 2 to 4 cannot be read`),
      range: { topic, partition: 0, first: 2, last: 4, reason: expect.stringMatching(checksum) },
    });
  });

  it('is passed by a reader that only watches, and no other record is missing', async () => {
    const topic = await damagedTopic();
    const seen: string[] = [];
    const ranges: UnreadableRange[] = [];
    const reader = await startReader({
      kafka,
      topic,
      from: 'start',
      onRecords: (_partition, records) => seen.push(...records.map((r) => r.key ?? '')),
      onUnreadable: (range) => ranges.push(range),
    });
    onTestFinished(() => reader.stop());
    await reader.caughtUp;
    expect(seen.toSorted()).toEqual(['a0', 'a1', 'c0', 'd0']);
    expect(ranges).toMatchObject([{ topic, partition: 0, first: 2, last: 4 }]);
    expect(reader.positions()).toEqual(
      new Map([
        [0, 6],
        [1, 1],
      ]),
    );
  });

  it('is one record for a consumer of a group, in its order', async () => {
    const topic = await damagedTopic();
    const seen: KafkaRecord[] = [];
    const consumer = await startPartitionConsumer(
      {
        kafka,
        group: topic,
        topic,
        onOpened() {},
        onRevoked() {},
        onRecordsLost() {},
        onChunk: ({ records }) => seen.push(...records),
      },
      new AbortController().signal,
    );
    onTestFinished(() => consumer.stop());
    await vi.waitFor(() => expect(seen).toHaveLength(5), waiting);
    const first = seen.filter(({ partition }) => partition === 0);
    expect(first.map(({ offset, key }) => [offset, key])).toEqual([
      [0, 'a0'],
      [1, 'a1'],
      [2, null],
      [5, 'c0'],
    ]);
    expect(first[2]?.unreadable).toEqual({ last: 4, reason: expect.stringMatching(checksum) });
  });
});

/** Repeats each command as a line of state; of what cannot be read, the offsets. */
const echoTo = (state: string): PartitionProcessor<string[]> => ({
  create: () => [],
  restore: (lines, { value }) => lines.push(String(value)),
  isEmpty: (lines) => lines.length === 0,
  decide(lines, commands) {
    const values = commands.map(({ offset, value, unreadable }) =>
      unreadable ? `${offset}-${unreadable.last}` : String(value),
    );
    const records = values.map((value, i) => ({
      topic: state,
      partition: commands[i]?.partition ?? 0,
      key: value,
      value,
    }));
    return { records, onCommitted: () => lines.push(...values) };
  },
});

describe('an exactly-once processor', () => {
  async function start(commands: string, state: string) {
    const phases = new Map<number, { phase: string; why: unknown }>();
    const processor = await startExactlyOnceProcessor({
      kafka,
      processor: echoTo(state),
      topics: { inputs: [commands], state: [{ topic: state }], outputs: [state] },
      group: commands,
      onPartition: (partition, phase, why) => phases.set(partition, { phase, why }),
    });
    onTestFinished(() => processor.stop());
    return { processor, phases };
  }

  it('decides once on damaged commands, commits behind them and goes on', async () => {
    const [commands, state] = [await damagedTopic(), await topicOf(2)];
    const { processor } = await start(commands, state);
    const lines: string[] = [];
    const onRecords = (_partition: number, records: KafkaRecord[]) =>
      lines.push(...records.map((r) => String(r.value)));
    const reader = await startReader({ kafka, topic: state, from: 'start', onRecords });
    onTestFinished(() => reader.stop());
    await vi.waitFor(() => expect(lines.toSorted()).toEqual(['2-4', 'a0', 'a1', 'c0', 'd0']), waiting);
    await processor.stop();
    const again = await start(commands, state);
    await vi.waitFor(() => expect(again.processor.ready).toBe(true), waiting);
    await write(commands, 0, [['e0']]);
    await vi.waitFor(() => expect(lines).toContain('e0'), waiting);
    expect(lines).toHaveLength(6);
  });

  it('stops a partition whose state is damaged, and serves the others', async () => {
    const [commands, state] = [await topicOf(2), await damagedTopic()];
    const { processor, phases } = await start(commands, state);
    await vi.waitFor(() => expect(processor.partitions().get(0)).toBe('stopped'), waiting);
    expect(phases.get(0)?.why).toMatchObject({
      message: expect.stringContaining(`${state}/0: offsets 2 to 4 cannot be read`),
    });
  });
});
