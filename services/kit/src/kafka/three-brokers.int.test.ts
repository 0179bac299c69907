import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { copyingProcessor } from '../testing/copying-processor.ts';
import { type ClusterNode, type KafkaCluster, startKafkaCluster } from '../testing/kafka-cluster.ts';
import { moveLeaders } from '../testing/move-leaders.ts';
import { sleep } from '../tools/backoff.ts';
import { ensureTopics } from './admin/topics.ts';
import { createKafkaClient, type KafkaClient } from './connection/client.ts';
import { createFetcher } from './consume/fetch/fetcher.ts';
import { type PartitionConsumerOptions, startPartitionConsumer } from './consume/partition-consumer.ts';
import { startReader } from './consume/reader.ts';
import { startExactlyOnceProcessor } from './exactly-once/exactly-once-processor.ts';
import { type Producer, startProducer } from './produce/producer.ts';

const partitions = 6;
const topics = { commands: 'three-commands', state: 'three-state' };
const group = 'three-processor';
const everyMs = 20;
const waiting = { timeout: 90_000, interval: 100 };

let dir: string;
let cluster: KafkaCluster;
let kafka: KafkaClient;
let producer: Producer;
let failed = false;
const stops: (() => Promise<unknown>)[] = [];

/** What was sent, and what each reader has seen, by partition. */
const sent = logs();
const read = logs();
const consumed = logs();
const processed = logs();
function logs(): Map<number, string[]> {
  return new Map(Array.from({ length: partitions }, (_, partition) => [partition, []]));
}
const note = (log: Map<number, string[]>, partition: number, value: Buffer | null) =>
  void log.get(partition)?.push(value?.toString() ?? '');

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cupcakery-three-'));
  cluster = await startKafkaCluster(dir);
  const log = createLogger({ service: 'three', level: 'fatal' });
  kafka = createKafkaClient({ brokers: cluster.brokers, clientId: 'three' }, log);
  await ensureTopics(
    kafka,
    Object.values(topics).map((name) => ({ name, partitions, config: {} })),
  );
  producer = await startProducer({ kafka, topics: [topics.commands], deliveryTimeoutMs: 120_000 });
  stops.push(() => producer.stop());
  for (const [topic, log] of [
    [topics.commands, read],
    [topics.state, processed],
  ] as const) {
    const reader = await startReader({
      kafka,
      topic,
      from: 'start',
      onRecords: (partition, records) => {
        for (const { value } of records) note(log, partition, value);
      },
    });
    stops.push(() => reader.stop());
  }
  stops.push(await startConsumer(), await startProcessor());
}, 180_000);

afterEach(({ task }) => {
  failed ||= task.result?.state === 'fail';
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
  await cluster?.stop();
  if (failed) console.log(`logs: ${dir}`);
  else await rm(dir, { recursive: true, force: true });
}, 120_000);

async function startConsumer(): Promise<() => Promise<unknown>> {
  const next = new Map<number, number>();
  const options: PartitionConsumerOptions = {
    kafka,
    group: 'three-consumer',
    topic: topics.commands,
    onOpened() {},
    onRevoked: (partition) => void next.delete(partition),
    onChunk({ partition, records, next: offset }) {
      for (const { value } of records) note(consumed, partition, value);
      next.set(partition, offset);
    },
    onRecordsLost() {},
  };
  const consumer = await startPartitionConsumer(options, new AbortController().signal);
  const stopping = new AbortController();
  const commitAll = async () => {
    while (!stopping.signal.aborted) {
      await sleep(100, stopping.signal);
      const offsets = [...next].map(([partition, offset]) => ({ partition, offset }));
      // A rebalance may refuse it; the next one commits more.
      if (offsets.length > 0) await consumer.commit(offsets).catch(() => {});
    }
  };
  const committing = commitAll();
  return async () => {
    stopping.abort();
    await committing;
    await consumer.stop();
  };
}

async function startProcessor(): Promise<() => Promise<unknown>> {
  const processor = await startExactlyOnceProcessor({
    kafka,
    processor: copyingProcessor(topics.state),
    topics: { inputs: [topics.commands], state: [{ topic: topics.state }], outputs: [topics.state] },
    group,
    instanceId: 'three-0',
  });
  await vi.waitFor(() => expect(processor.ready).toBe(true), waiting);
  return () => processor.stop();
}

let number = 0;
/** Sends all the time while something happens, then waits until every command is read and processed. */
async function underLoad(happens: () => Promise<void>): Promise<void> {
  const sends: Promise<void>[] = [];
  const over = new AbortController();
  const load = async () => {
    while (!over.signal.aborted) {
      const value = String(number++);
      const partition = Number(value) % partitions;
      sent.get(partition)?.push(value);
      sends.push(producer.send([{ topic: topics.commands, partition, key: 'k', value }]));
      await sleep(everyMs, over.signal);
    }
  };
  const loading = load();
  try {
    await happens();
  } finally {
    over.abort();
    await loading;
  }
  await Promise.all(sends);
  await vi.waitFor(() => {
    expect(counts(read)).toEqual(counts(sent));
    expect(counts(processed)).toEqual(counts(sent));
  }, waiting);
  expect(read).toEqual(sent);
  expect(processed).toEqual(sent);
  // A group member may see records again; it must not miss any.
  await vi.waitFor(() => expect(missing(sent, consumed)).toEqual([]), waiting);
}
const counts = (log: Map<number, string[]>) => [...log.values()].map(({ length }) => length);
const missing = (all: Map<number, string[]>, seen: Map<number, string[]>) =>
  [...all].flatMap(([partition, values]) => {
    const known = new Set(seen.get(partition));
    return values.filter((value) => !known.has(value));
  });

/** One that leads partitions, as each does at first; one that has come back leads none. */
async function leader(): Promise<ClusterNode> {
  const connection = await kafka.connect([topics.commands]);
  const id = connection.leader(topics.commands, 0);
  await connection.close();
  const node = cluster.nodes.find((one) => one.id === id);
  if (!node) throw new Error(`there is no broker ${id}`);
  return node;
}

async function killAndRestart(node: ClusterNode): Promise<void> {
  await node.kill();
  await sleep(3000);
  await node.start();
  await cluster.inSync();
}

describe('on three brokers nothing is lost, doubled or out of order', { timeout: 180_000 }, () => {
  it('while all leaders move', () =>
    underLoad(() =>
      moveLeaders(cluster.brokers, [...Object.values(topics), '__consumer_offsets', '__transaction_state']),
    ));

  it('while a broker is killed and comes back', () => underLoad(async () => killAndRestart(await leader())));

  it('while a broker stalls, and producer and reader go on before it does', () =>
    underLoad(async () => {
      const node = await leader();
      node.freeze();
      try {
        const sentBefore = counts(sent);
        // A request that was under way takes its time-out of 30 s; the next ones must not.
        await vi.waitFor(
          () => expect(counts(read).every((count, p) => count > (sentBefore[p] ?? 0))).toBe(true),
          { timeout: 75_000, interval: 100 },
        );
      } finally {
        node.thaw();
      }
      await cluster.inSync();
    }));

  it('while the active controller is killed', () =>
    underLoad(async () => killAndRestart(await cluster.controller())));

  it('while too few replicas are in sync', () =>
    underLoad(async () => {
      const minInSync = (count: number) =>
        ensureTopics(
          kafka,
          Object.values(topics).map((name) => ({
            name,
            partitions,
            config: { 'min.insync.replicas': String(count) },
          })),
        );
      await minInSync(3);
      const node = await leader();
      await node.kill();
      await sleep(6000);
      await node.start();
      await cluster.inSync();
      await minInSync(2);
    }));
});

// A broker that follows answers a fetch too, so it is seldom the fetcher itself that learns of a move.
it('a partition is read on when its leader is one of before, whichever request has learnt of it', {
  timeout: 120_000,
}, async () => {
  const topic = 'three-return';
  await ensureTopics(kafka, [{ name: topic, partitions: 1, config: {} }]);
  const ownProducer = await startProducer({ kafka, topics: [topic], deliveryTimeoutMs: 60_000 });
  stops.push(() => ownProducer.stop());
  const connection = await kafka.connect([topic]);
  const values: string[] = [];
  const fetcher = createFetcher({
    connection,
    log: kafka.log,
    onChunk({ records }) {
      for (const { value } of records) values.push(value?.toString() ?? '');
    },
    onUnreadable() {},
    onOutOfRange() {},
  });
  stops.push(() => fetcher.stop());
  fetcher.assign(topic, 0, 0);
  const leaders = [connection.leader(topic, 0)];
  for (const value of ['before', 'from the second leader', 'from the third', 'from the first again']) {
    await ownProducer.send([{ topic, partition: 0, key: 'k', value }]);
    await vi.waitFor(() => expect(values).toContain(value), waiting);
    await moveLeaders(cluster.brokers, [topic]);
    await vi.waitFor(async () => {
      await connection.refreshMetadata();
      expect(connection.leader(topic, 0)).not.toBe(leaders.at(-1));
    }, waiting);
    leaders.push(connection.leader(topic, 0));
  }
  expect(leaders[3]).toBe(leaders[0]);
});
