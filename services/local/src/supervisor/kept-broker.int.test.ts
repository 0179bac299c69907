import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { partitionCountOf } from '@cupcakery/kit/kafka/admin/partition-count';
import { createLogger } from '@cupcakery/kit/log';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { parseWorkflows } from '@cupcakery/workflow/file/workflow-files';
import { expect, onTestFinished, test } from 'vitest';
import type { Settings } from '../settings/settings.ts';
import { keptBroker } from './kept-broker.ts';
import { createTopics } from './topics.ts';

const workflowFile = (name: string, more = '') => ({
  name: `${name}.yaml`,
  text: `
name: ${name}
title: Tea
promise: 5m
partitions: 6
details: { type: object, properties: { kind: { type: string } } }
stages:
  - { name: boil, done: boiled, verb: boil, topic: ${name}.toboil, role: tea-cook, mode: timer, takes: 0s }
results: { topic: ${name}.served }
${more}`,
});

test('Kafka has the topics of every workflow, and is not started again once its data were removed', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cupcakery-broker-'));
  const [kafkaPort = 0] = await freePorts(1);
  const settings: Settings = {
    port: 0,
    kafkaPort,
    logLevel: 'info',
    auth: 'optional',
    dir,
    manual: [],
    workflowFiles: '',
    collectionFiles: '',
    collections: [],
    further: [],
  };
  const context = { signal: new AbortController().signal, spawned: () => {} };
  const start = keptBroker(settings, () => {});
  const broker = await start(context);
  onTestFinished(async () => {
    await broker.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const byField = 'partitionBy: { field: kind, values: { green: 0, black: 5 } }';
  const workflows = parseWorkflows([workflowFile('tea'), workflowFile('mate', byField)]);
  await createTopics(`localhost:${kafkaPort}`, workflows.values(), new Map());
  const log = createLogger({ service: 'test', level: 'fatal' });
  const kafka = createKafkaClient({ brokers: [`localhost:${kafkaPort}`], clientId: 'test' }, log);
  const counts = await Promise.all(
    ['tea.commands', 'tea.toboil', 'mate.commands', 'mate.toboil'].map((topic) =>
      partitionCountOf(kafka, topic, context.signal),
    ),
  );
  expect(counts).toEqual([4, 4, 6, 6]);

  await rm(join(dir, 'kafka'), { recursive: true, force: true });
  const gone = `Kafka's data in ${join(dir, 'kafka')} were removed while it ran, and with them all orders: run make clean, then make up`;
  expect(await broker.exited).toBe(gone);
  await expect(start(context)).rejects.toThrow(gone);
});
