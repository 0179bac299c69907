import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics, type TopicSpec } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';
import { parse } from 'yaml';
import { z } from 'zod';

const file = z.object({
  name: z.string(),
  stages: z.array(z.object({ name: z.string(), topic: z.string() })),
  results: z.object({ topic: z.string() }),
});

/** The names that tests use of a workflow, from its file. */
export type WorkflowNames = {
  name: string;
  stages: { name: string; topic: string; group: string }[];
  topics: {
    commands: string;
    work: string;
    events: string;
    orders: string;
    contacts: string;
    control: string;
    withdrawals: string;
    replies: string;
    incidents: string;
    results: string;
  };
  processorGroup: string;
};

/** Reads the names out of a workflow file's text. */
export function workflowNames(text: string): WorkflowNames {
  const { name, stages, results } = file.parse(parse(text));
  return {
    name,
    stages: stages.map((s) => ({ ...s, group: `${name}.${s.name}` })),
    topics: {
      commands: `${name}.commands`,
      work: `${name}.work`,
      events: `${name}.order-events`,
      orders: `${name}.orders`,
      contacts: `${name}.contacts`,
      control: `${name}.control`,
      withdrawals: `${name}.withdrawals`,
      replies: `${name}.replies`,
      incidents: `${name}.incidents`,
      results: results.topic,
    },
    processorGroup: `${name}.processor`,
  };
}

/** A workflow of five fast stages that can be cancelled in its first one. */
export function fastWorkflow(name: string): string {
  const takes = ['40ms', '0ms', '10ms', '0ms', '20ms'];
  const stages = ['mix', 'bake', 'decorate', 'package', 'ship'].map(
    (stage, i) =>
      `  - { name: ${stage}, done: ${stage}-done, verb: ${stage}, topic: ${name}-${stage}, role: cook, mode: timer, takes: ${takes[i]}, capacity: 20${i === 0 ? ', cancellable: true' : ''} }`,
  );
  return `name: ${name}
title: Fault run
promise: 10m
details:
  type: object
  required: [n]
  properties: { n: { type: integer } }
stages:
${stages.join('\n')}
results: { topic: ${name}-results }
`;
}

/** The default workflow as the repository has it, with stages that take almost no time. */
export async function fastCupcakes(root: string): Promise<string> {
  const text = await readFile(join(root, 'charts/cupcakery/workflows/cupcakes.yaml'), 'utf8');
  return text.replaceAll(/takes: \d+s/g, 'takes: 20ms').replaceAll(/capacity: \d+/g, 'capacity: 20');
}

/** Writes the workflow file into a folder for WORKFLOWS_DIR; returns the folder. */
export async function writeWorkflow(dir: string, text: string): Promise<string> {
  const folder = join(dir, 'workflows');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${workflowNames(text).name}.yaml`), text);
  return folder;
}

/** Creates the topics of a workflow that are missing, as an installation would. */
export async function createTopics(
  address: string,
  { stages, topics }: WorkflowNames,
  partitions: number,
): Promise<void> {
  const log = createLogger({ service: 'e2e', level: 'warn' });
  await ensureTopics(
    createKafkaClient({ brokers: address.split(','), clientId: 'e2e' }, log),
    topicSpecs({ stages, topics }, partitions),
  );
}

/** The topics of a workflow as `ensureTopics` makes them; replication and ISR are those of the brokers. */
export function topicSpecs(
  { stages, topics }: Pick<WorkflowNames, 'stages' | 'topics'>,
  partitions: number,
): TopicSpec[] {
  const kept = [
    topics.commands,
    topics.work,
    topics.events,
    topics.replies,
    topics.results,
    ...stages.map((s) => s.topic),
  ];
  // The window of one hour is longer than a run: every snapshot is still there for the checker.
  const compacted = { 'cleanup.policy': 'compact', 'min.compaction.lag.ms': '3600000' };
  return [
    ...kept.map((name) => ({ name, partitions, config: { 'retention.ms': '-1' } })),
    ...[topics.orders, topics.contacts, topics.control, topics.withdrawals, topics.incidents].map((name) => ({
      name,
      partitions,
      config: compacted,
    })),
  ];
}
