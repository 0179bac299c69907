import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createKafkaClient, type KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger } from '@cupcakery/kit/log';
import { followValues } from '@cupcakery/kit/testing/follow-values';
import type { Command } from '@cupcakery/workflow/contracts/command';
import { newOrderId } from '@cupcakery/workflow/contracts/identity';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { readSnapshot, type Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { parseWorkflow, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { vi } from 'vitest';

/** For tests: a new workflow on a real broker with a real order-processor, and a record of its history. */
export type TestPipeline = {
  workflow: Workflow;
  kafka: KafkaClient;
  workflowsDir: string;
  send(...commands: CommandFields[]): Promise<void>;
  place(customerId?: string): Promise<string>;
  complete(orderId: string, stage: string): Promise<void>;
  /** Every snapshot so far, those of each order in sequence. */
  history: Snapshot[];
  /** Resolves when the order has that version. */
  reached(orderId: string, version: number): Promise<Snapshot>;
  /** Signals its order-processor: a frozen one decides nothing. */
  signalProcessor(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Starts another service of this pipeline. */
  service(name: string, env: Record<string, string>): ChildProcess;
  stop(): Promise<void>;
};
type CommandFields = Command extends infer C ? (C extends Command ? Omit<C, 'id'> : never) : never;

const partitions = 4;

function yaml(name: string, more: string): string {
  const stage = (n: string, done: string, extra = '') =>
    `  - { name: ${n}, done: ${done}, verb: ${n}, topic: ${name}.to-${n}, role: ${n}-cook, mode: manual, expected: 10s${extra} }`;
  return [
    `name: ${name}`,
    'title: Test',
    'promise: 10m',
    `partitions: ${partitions}`,
    'details:',
    '  type: object',
    '  required: [flavour]',
    '  properties: { flavour: { type: string, maxLength: 60000 } }',
    'stages:',
    stage('mix', 'mixed', ', cancellable: true'),
    stage('ship', 'shipped'),
    `results: { topic: ${name}.results }`,
    more,
    '',
  ].join('\n');
}

/** @param more YAML added to the workflow's file */
export async function startTestPipeline(brokers: string, prefix: string, more = ''): Promise<TestPipeline> {
  const name = `${prefix}-${randomUUID().slice(0, 6)}`;
  const workflowsDir = mkdtempSync(join(tmpdir(), 'cupcakery-workflows-'));
  writeFileSync(join(workflowsDir, `${name}.yaml`), yaml(name, more));
  const workflow = parseWorkflow(yaml(name, more), name);
  const log = createLogger({ service: 'test', level: 'error' });
  const kafka = createKafkaClient({ brokers: brokers.split(','), clientId: 'test' }, log);
  await ensureTopics(kafka, topicsOf(workflow));
  const names = topicNames(name);
  const history: Snapshot[] = [];
  const reader = await followValues(kafka, names.orders, (value) => history.push(readSnapshot(value)));
  const producer = await startProducer({ kafka, topics: [names.commands] });
  const children: ChildProcess[] = [];

  let processor: ChildProcess;
  const pipeline: TestPipeline = {
    workflow,
    kafka,
    workflowsDir,
    history,
    async send(...commands) {
      await producer.send(commands.map((fields) => commandRecord(names.commands, fields)));
    },
    async place(customerId) {
      const orderId = newOrderId(workflow, {});
      await pipeline.send({
        type: 'place',
        orderId,
        by: { kind: 'customer', name: customerId ?? 'nobody' },
        details: { flavour: 'Vanilla' },
        ...(customerId === undefined ? {} : { customerId }),
      });
      return orderId;
    },
    complete: (orderId, stage) =>
      pipeline.send({ type: 'complete', orderId, stage, by: { kind: 'cook', name: 'ann' } }),
    reached: (orderId, version) =>
      vi.waitFor(
        () => {
          const found = history.find((s) => s.id === orderId && s.version === version);
          if (!found) throw new Error(`order ${orderId} has not reached version ${version}`);
          return found;
        },
        { timeout: 30_000, interval: 10 },
      ),
    service(service, env) {
      const child = spawn(process.execPath, [join('services', service, 'src/main.ts')], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PATH: process.env.PATH,
          KAFKA_BROKERS: brokers,
          WORKFLOWS_DIR: workflowsDir,
          ADMIN_PORT: '0',
          LOG_LEVEL: 'info',
          ...env,
        },
      });
      children.push(child);
      return child;
    },
    signalProcessor: (signal) => void processor.kill(signal),
    async stop() {
      await Promise.all(children.map(stopChild));
      await producer.stop();
      await reader.stop();
      rmSync(workflowsDir, { recursive: true, force: true });
    },
  };
  processor = pipeline.service('order-processor', { WORKFLOW: name, LOG_LEVEL: 'error' });
  processor.stdout?.pipe(process.stderr);
  return pipeline;
}

function commandRecord(topic: string, fields: CommandFields) {
  const command = { ...fields, id: randomUUID() };
  const event = {
    id: command.id,
    type: 'cupcakery.Command',
    source: '/test',
    time: new Date().toISOString(),
  };
  const value = JSON.stringify(command);
  return cloudEventRecord(
    { topic, key: command.orderId, value, event },
    partitionOf(command.orderId, partitions),
  );
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
