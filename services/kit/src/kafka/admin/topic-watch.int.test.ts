import { randomUUID } from 'node:crypto';
import { Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { createKafkaClient, type KafkaLog } from './kafka-client.ts';
import { startTopicWatch, type TopicProblem, type TopicWatchOptions } from './topic-watch.ts';
import { ensureTopics } from './topics.ts';

const log: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const brokers = [inject('brokers')];
const kafka = createKafkaClient({ brokers, clientId: 'kit-topic-watch' }, log);
const admin = new Kafka({ brokers, clientId: 'other', logLevel: 0 }).admin();
const waiting = { timeout: 20_000 };
beforeAll(() => admin.connect());
afterAll(() => admin.disconnect());

const create = (name: string, partitions: number) => ensureTopics(kafka, [{ name, partitions, config: {} }]);

/** Two topics of their own, and a watch of both. */
function watchOf(required: (names: [string, string]) => string[] = (names) => names) {
  const id = randomUUID();
  const topics: [string, string] = [`watch-${id}-commands`, `watch-${id}-shipped`];
  const waits: TopicProblem[] = [];
  const problems: [string, boolean][] = [];
  const options: TopicWatchOptions = {
    kafka,
    topics,
    required: required(topics),
    everyMs: 50,
    onWaiting: (problem) => waits.push(problem),
    onProblem: ({ topic, problem }, isPresent) =>
      problems.push([`${topic === topics[0] ? 'commands' : 'shipped'} ${problem}`, isPresent]),
  };
  async function start() {
    const watch = await startTopicWatch(options, new AbortController().signal);
    onTestFinished(() => watch.stop());
  }
  return { topics, waits, problems, start };
}

describe('the watch of topics', () => {
  it('refuses topics with different numbers of partitions, and names both', async () => {
    const { topics, start } = watchOf();
    await create(topics[0], 3);
    await create(topics[1], 2);
    await expect(start()).rejects.toThrow(`topic ${topics[1]} has 2 partitions, ${topics[0]} has 3`);
  });

  it('waits for topics that are needed and names the one that is missing', async () => {
    const { topics, waits, start } = watchOf();
    await create(topics[0], 1);
    const started = start();
    await vi.waitFor(() => expect(waits).toMatchObject([{ topic: topics[1], problem: 'missing' }]), waiting);
    await create(topics[1], 1);
    await started;
  });

  it('reports a topic that is missing but not needed, and that it is there', async () => {
    const { topics, problems, start } = watchOf(([commands]) => [commands]);
    await create(topics[0], 1);
    await start();
    expect(problems).toEqual([['shipped missing', true]]);
    await create(topics[1], 1);
    await vi.waitFor(() => expect(problems).toContainEqual(['shipped missing', false]), waiting);
  });

  it('reports partitions that were added while it runs', async () => {
    const { topics, problems, start } = watchOf();
    for (const name of topics) await create(name, 2);
    await start();
    await admin.createPartitions({ topicPartitions: [{ topic: topics[1], count: 3 }] });
    await vi.waitFor(() => {
      expect(problems).toContainEqual(['shipped grown', true]);
      expect(problems).toContainEqual(['shipped partitions', true]);
    }, waiting);
  });

  it('reports a topic that was deleted and created again', async () => {
    const { topics, problems, start } = watchOf();
    for (const name of topics) await create(name, 1);
    await start();
    await admin.deleteTopics({ topics: [topics[1]] });
    await vi.waitFor(() => create(topics[1], 1), waiting);
    await vi.waitFor(() => expect(problems).toContainEqual(['shipped recreated', true]), waiting);
  });
});
