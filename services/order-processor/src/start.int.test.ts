import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { damageLog } from '@cupcakery/kit/testing/damage-log';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { Registry } from 'prom-client';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { configSchema } from './config.ts';
import { start } from './start.ts';

const brokers = inject('brokers');
const log = createLogger({ service: 'test', level: 'silent' });
const kafka = createKafkaClient({ brokers: [brokers], clientId: 'test' }, log);
const waiting = { timeout: 30_000 };

/** A workflow of its own, without topics, and a processor of it in this process. */
async function workflowOf(name: string, now = Date.now) {
  const folder = await mkdtemp(join(tmpdir(), 'order-processor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const yaml = [
    `name: ${name}`,
    'title: Test',
    'promise: 10m',
    'details: { type: object }',
    `stages: [{ name: mix, done: mixed, verb: mix, role: cook, mode: manual, topic: ${name}.mix }]`,
    `results: { topic: ${name}.results }`,
  ].join('\n');
  await writeFile(join(folder, 'workflow.yaml'), yaml);
  const lifecycle = createLifecycle({ log, timeoutMs: 20_000, delayMs: 0 });
  onTestFinished(async () => void (await lifecycle.shutdown()));
  const registry = new Registry();
  const config = configSchema.parse({ KAFKA_BROKERS: brokers, WORKFLOWS_DIR: folder, WORKFLOW: name });
  const admin = { port: 0, stop: async () => {} };
  return {
    names: topicNames(name),
    topics: topicsOf(parseWorkflow(yaml, 'workflow.yaml'), 2),
    notReady: () => lifecycle.readiness().notReady,
    metrics: () => registry.metrics(),
    start: () => start(config, { log, lifecycle, registry, admin, now }),
  };
}

test('a topic with another number of partitions is refused, with both numbers', async () => {
  const { names, topics, start: begin, metrics } = await workflowOf('op-unlike');
  const results = 'op-unlike.results';
  const unlike = topics.map((spec) => (spec.name === results ? { ...spec, partitions: 1 } : spec));
  await ensureTopics(kafka, unlike);
  await expect(begin()).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining(`topic ${results} has 1 partitions, ${names.commands} has 2`),
  });
  expect(await metrics()).toContain(
    `cupcakery_topic_problem{workflow="op-unlike",topic="${results}",problem="partitions"} 1`,
  );
});

test('a topic that is missing is named as the reason of not being ready', async () => {
  const { topics, start: begin, notReady } = await workflowOf('op-missing');
  const missing = 'op-missing.withdrawals';
  await ensureTopics(
    kafka,
    topics.filter(({ name }) => name !== missing),
  );
  const started = begin();
  await vi.waitFor(
    () => expect(notReady()['topics: op-missing']).toContain(`topic ${missing} does not exist`),
    waiting,
  );
  await ensureTopics(kafka, topics);
  await started;
  await vi.waitFor(() => expect(notReady()).toEqual({}), waiting);
});

test('a partition whose orders are damaged is named with the reason, and the other one is served', async () => {
  const { names, topics, start: begin, notReady, metrics } = await workflowOf('op-damaged');
  await ensureTopics(kafka, topics);
  const producer = await startProducer({ kafka, topics: [names.orders] });
  await producer.send([{ topic: names.orders, partition: 1, key: 'a-1', value: 'cupcakes' }]);
  await producer.stop();
  await damageLog(inject('brokerData'), { topic: names.orders, partition: 1, text: 'cupcakes' });
  await begin();
  await vi.waitFor(async () => {
    expect(notReady().partitions).toContain(`partition 1: ${names.orders}/1: offset 0 cannot be read`);
    const text = await metrics();
    expect(text).toContain('cupcakery_partition_stopped{workflow="op-damaged",partition="1"} 1');
    expect(text).toContain('cupcakery_partition_owned{workflow="op-damaged",partition="0"} 1');
  }, waiting);
});

test('dates orders, and the records that it writes, by the clock that it was given', async () => {
  const aheadMs = 720_000;
  const { names, topics, start: begin } = await workflowOf('op-ahead', () => Date.now() + aheadMs);
  await ensureTopics(kafka, topics);
  await begin();
  const producer = await startProducer({ kafka, topics: [names.commands] });
  onTestFinished(() => producer.stop());
  const seen: { placedAt: string; timestamp: number }[] = [];
  const reader = await startReader({
    kafka,
    topic: names.orders,
    from: 'start',
    onRecords: (_partition, records) =>
      void seen.push(...records.map(({ value, timestamp }) => ({ ...JSON.parse(String(value)), timestamp }))),
  });
  onTestFinished(() => reader.stop());
  const orderId = 'ahead-1';
  const by = { kind: 'customer', name: 'ann' };
  const command = { type: 'place', id: 'c1', orderId, by, bodyHash: 'x', details: {} };
  const partition = partitionOf(orderId, 2);
  await producer.send([{ topic: names.commands, partition, key: orderId, value: JSON.stringify(command) }]);
  await vi.waitFor(() => expect(seen).toHaveLength(1), waiting);
  const isAhead = (time: number) => Math.abs(time - Date.now() - aheadMs) < 30_000;
  expect(isAhead(Date.parse(seen[0]?.placedAt ?? ''))).toBe(true);
  expect(isAhead(seen[0]?.timestamp ?? 0)).toBe(true);
});
