import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { followValues } from '@cupcakery/kit/testing/follow-values';
import type { Command } from '@cupcakery/workflow/contracts/command';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { type Incident, type Reply, readIncident, readReply } from '@cupcakery/workflow/contracts/records';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { parseWorkflow, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { Registry } from 'prom-client';
import { vi } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../config.ts';
import { start } from '../start.ts';

export const partitions = 4;
const waiting = { timeout: 40_000, interval: 20 };
/** A snapshot as it lies on the topic, with fields of whichever release. */
const rawSnapshot = z.looseObject({ id: z.string(), version: z.int(), visit: z.int(), stage: z.string() });
export type RawSnapshot = z.infer<typeof rawSnapshot>;

/** An order-processor in this process, on a workflow and topics of its own. */
export type ProcessorTestBed = {
  workflow: Workflow;
  names: ReturnType<typeof topicNames>;
  snapshots: Map<string, RawSnapshot>;
  incidents: Incident[];
  /** Writes a record by hand. */
  write(topic: string, key: string, value: unknown): Promise<void>;
  /** Sends a command to `W.commands`, or another topic. */
  send(command: Command, topic?: string): Promise<void>;
  /** Sends a person's command and resolves with its answer. */
  request(command: Command): Promise<Reply>;
  waitForSnapshot(id: string, check: (snapshot: RawSnapshot) => boolean): Promise<RawSnapshot>;
  startProcessor(): Promise<RunningProcessor>;
  close(): Promise<void>;
};

export type RunningProcessor = {
  /** Values of a metric by partition. */
  metric(name: string): Promise<Map<string, number>>;
  /** Lines logged at level error. */
  errors: string[];
  stop(): Promise<void>;
};

export async function openTestBed(brokers: string): Promise<ProcessorTestBed> {
  const name = `p${randomUUID().slice(0, 8)}`;
  const folder = await mkdtemp(join(tmpdir(), 'order-processor-'));
  const yaml = `name: ${name}
title: Test
promise: 10m
details: { type: object }
stages:
  - { name: mix, done: mixed, verb: mix, role: cook, topic: ${name}.mix, mode: timer, takes: 0s, cancellable: true }
  - { name: bake, done: baked, verb: bake, role: cook, topic: ${name}.bake, mode: timer, takes: 0s }
results: { topic: ${name}.results }
`;
  await writeFile(join(folder, 'workflow.yaml'), yaml);
  const workflow = parseWorkflow(yaml, 'workflow.yaml');
  const names = topicNames(name);
  const log = createLogger({ service: 'test', level: 'fatal' });
  const kafka = createKafkaClient({ brokers: [brokers], clientId: 'test' }, log);
  await ensureTopics(kafka, topicsOf(workflow, partitions), { replicationFactor: 1 });
  const producer = await startProducer({ kafka, topics: [names.commands, names.work, names.orders] });
  const snapshots = new Map<string, RawSnapshot>();
  const incidents: Incident[] = [];
  const replies = new Map<string, Reply>();
  const readers = await Promise.all([
    followValues(kafka, names.orders, (value) => {
      const snapshot = rawSnapshot.parse(JSON.parse(value.toString()));
      snapshots.set(snapshot.id, snapshot);
    }),
    followValues(kafka, names.incidents, (value) => incidents.push(readIncident(value))),
    followValues(kafka, names.replies, (value) => {
      const reply = readReply(value);
      replies.set(reply.id, reply);
    }),
  ]);
  const env = { KAFKA_BROKERS: brokers, WORKFLOWS_DIR: folder, WORKFLOW: name, INSTANCE_ID: `${name}-0` };
  const running = new Set<RunningProcessor>();

  const write: ProcessorTestBed['write'] = (topic, key, value) =>
    producer.send([{ topic, partition: partitionOf(key, partitions), key, value: JSON.stringify(value) }]);
  const send: ProcessorTestBed['send'] = (command, topic = names.commands) =>
    write(topic, command.orderId, command);
  return {
    workflow,
    names,
    snapshots,
    incidents,
    write,
    send,
    async request(command) {
      await send(command);
      return vi.waitFor(() => {
        const reply = replies.get(command.id);
        if (!reply) throw new Error(`no answer to ${command.type}`);
        return reply;
      }, waiting);
    },
    waitForSnapshot: (id, check) =>
      vi.waitFor(() => {
        const snapshot = snapshots.get(id);
        if (!snapshot || !check(snapshot)) throw new Error(`order is ${JSON.stringify(snapshot)}`);
        return snapshot;
      }, waiting),
    async startProcessor() {
      const processor = await startProcessor(env);
      running.add(processor);
      return processor;
    },
    async close() {
      await Promise.all([...running].map((processor) => processor.stop()));
      await producer.stop();
      await Promise.all(readers.map((reader) => reader.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startProcessor(env: Record<string, string>): Promise<RunningProcessor> {
  const errors: string[] = [];
  const destination = { write: (line: string) => errors.push(line) };
  const log = createLogger({ service: 'test', level: 'error', destination });
  const lifecycle = createLifecycle({ log, timeoutMs: 20_000, delayMs: 0 });
  const registry = new Registry();
  const admin = { port: 0, stop: async () => {} };
  await start(configSchema.parse(env), { log, lifecycle, registry, admin, now: Date.now });
  return {
    errors,
    async metric(name) {
      const metric = await registry.getSingleMetric(name)?.get();
      return new Map((metric?.values ?? []).map(({ labels, value }) => [String(labels.partition), value]));
    },
    async stop() {
      await lifecycle.shutdown();
    },
  };
}
