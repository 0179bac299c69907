import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLagProbe } from '@cupcakery/kit/kafka/admin/group-lag';
import { createKafkaClient, type KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { type Producer, startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger, type Logger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { spawnService } from '@cupcakery/kit/testing/spawn-service';
import { newOrderId } from '@cupcakery/workflow/contracts/identity';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import type { AnyCommand, Incident, Reply } from '@cupcakery/workflow/contracts/records';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { parseWorkflow, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { Registry } from 'prom-client';
import { vi } from 'vitest';
import { configSchema } from '../config.ts';
import { start } from '../start.ts';
import { followWorkflow, type SnapshotWithEvent } from './follow-workflow.ts';

const partitions = 4;
const log = createLogger({ service: 'test', level: 'fatal' });
const waiting = { timeout: 40_000, interval: 20 };

type Fields = AnyCommand extends infer C
  ? C extends AnyCommand
    ? Omit<C, 'id'> & { id?: string }
    : never
  : never;

/** A worker in this process on a workflow of its own, with the real order-processor beside it. */
export type TestBed = {
  workflow: Workflow;
  kafka: KafkaClient;
  producer: Producer;
  registry: Registry;
  /** Last snapshot of each order. */
  orders: Map<string, SnapshotWithEvent>;
  history: SnapshotWithEvent[];
  incidents: Incident[];
  place(): Promise<string>;
  /** Sends a command and resolves with its answer (workers' commands get none). */
  request(fields: Fields): Promise<Reply>;
  /** Resolves when the order's last snapshot passes the check. */
  waitForOrder(orderId: string, check: (order: SnapshotWithEvent) => boolean): Promise<SnapshotWithEvent>;
  /** Resolves when the stage's group has nothing left, markers included. */
  waitUntilIdle(stage: string): Promise<void>;
  startWorker(env?: Record<string, string>): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
};

/**
 * @param stages lines of YAML flow maps without name-dependent fields; `topic` and `role` are added
 * @param workerLog where the workers log
 */
export async function openTestBed(brokers: string, stages: string[], workerLog = log): Promise<TestBed> {
  const name = `w${randomUUID().slice(0, 8)}`;
  const folder = await mkdtemp(join(tmpdir(), 'stage-worker-'));
  const yaml = workflowYaml(name, stages);
  await writeFile(join(folder, 'workflow.yaml'), yaml);
  const workflow = parseWorkflow(yaml, 'workflow.yaml');
  const names = topicNames(name);
  const kafka = createKafkaClient({ brokers: [brokers], clientId: 'test' }, log);
  await ensureTopics(kafka, topicsOf(workflow, partitions), { replicationFactor: 1 });
  const env = { KAFKA_BROKERS: brokers, WORKFLOWS_DIR: folder, WORKFLOW: name };
  const processor = spawnService('order-processor', { ...env, INSTANCE_ID: `${name}-0` });
  const records = await followWorkflow(kafka, name);
  const topics = [names.commands, ...workflow.stages.map((s) => s.topic)];
  const producer = await startProducer({ kafka, topics });
  const workers = createWorkers(env, workerLog);

  async function request(fields: Fields): Promise<Reply> {
    const command = { id: randomUUID(), ...fields };
    const partition = partitionOf(command.orderId, partitions);
    const value = JSON.stringify(command);
    await producer.send([{ topic: names.commands, partition, key: command.orderId, value }]);
    return vi.waitFor(() => {
      const reply = records.replies.get(command.id);
      if (!reply) throw new Error(`no answer to ${command.type}`);
      return reply;
    }, waiting);
  }

  return {
    workflow,
    kafka,
    producer,
    registry: workers.registry,
    orders: records.orders,
    history: records.history,
    incidents: records.incidents,
    request,
    async place() {
      const orderId = newOrderId(workflow, {});
      const by = { kind: 'customer', name: 'ann' } as const;
      const reply = await request({ type: 'place', orderId, by, details: { flavour: 'Vanilla' } });
      if (reply.code) throw new Error(reply.message);
      return orderId;
    },
    waitForOrder: (orderId, check) =>
      vi.waitFor(() => {
        const order = records.orders.get(orderId);
        if (!order || !check(order)) throw new Error(`order is ${JSON.stringify(order)}`);
        return order;
      }, waiting),
    waitUntilIdle: (stage) => waitUntilIdle(kafka, workflow, stage),
    startWorker: workers.start,
    async close() {
      await workers.stop();
      await processor.stop();
      await producer.stop();
      await records.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function workflowYaml(name: string, stages: string[]): string {
  return [
    `name: ${name}`,
    'title: Test',
    'promise: 10m',
    'details: { type: object, required: [flavour], properties: { flavour: { type: string } } }',
    'stages:',
    ...stages.map((line, i) => `  - { role: cook, topic: ${name}.s${i}, ${line} }`),
    `results: { topic: ${name}.results }`,
  ].join('\n');
}

async function waitUntilIdle(kafka: KafkaClient, workflow: Workflow, stage: string): Promise<void> {
  const topic = workflow.stages.find((s) => s.name === stage)?.topic ?? '';
  const probe = createLagProbe({ kafka, group: `${workflow.name}.${stage}`, topics: [topic] });
  try {
    await vi.waitFor(async () => {
      const lag = await probe.lag();
      if (lag !== 0) throw new Error(`lag of ${stage} is ${lag}`);
    }, waiting);
  } finally {
    await probe.stop();
  }
}

/** Workers in this process. */
function createWorkers(env: Record<string, string>, log: Logger) {
  const running: { stop(): Promise<void> }[] = [];
  const registry = new Registry();
  return {
    registry,
    async start(more: Record<string, string> = {}) {
      const lifecycle = createLifecycle({ log, timeoutMs: 20_000, delayMs: 0 });
      const config = configSchema.parse({ ...env, ...more });
      await start(config, {
        log,
        lifecycle,
        registry,
        admin: { port: 0, stop: async () => {} },
        now: Date.now,
      });
      const worker = {
        stop: async () => {
          await lifecycle.shutdown();
        },
      };
      running.push(worker);
      return worker;
    },
    async stop() {
      await Promise.all(running.map((worker) => worker.stop()));
    },
  };
}
