import { type Admin, Kafka, logLevel } from 'kafkajs';
import type { WorkflowNames } from '../test-system/workflow.ts';
import { pause } from '../tools/wait.ts';
import { groupPositions } from './group-positions.ts';
import type { Violation } from './violation.ts';

type Position = { group: string; topic: string; partition: number; committed: number; end: number };

/**
 * Waits until every group of the workflow has committed exactly the end of its log, twice in a row; what has not
 * after `withinMs` is returned. Uses kafkajs's own admin client, which shares no code with the services.
 */
export async function waitForRest(
  address: string,
  names: WorkflowNames,
  { withinMs = 30_000, signal }: { withinMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<Violation[]> {
  const admin = new Kafka({
    brokers: address.split(','),
    clientId: 'lag-check',
    logLevel: logLevel.NOTHING,
  }).admin();
  const deadline = Date.now() + withinMs;
  await admin.connect();
  try {
    let before = '';
    for (;;) {
      const positions = await positionsOf(admin, names).catch((error: unknown) => {
        // A broker that has just come back does not know its groups yet.
        if (Date.now() > deadline) throw error;
        return undefined;
      });
      if (!positions) {
        await pause(400, signal);
        continue;
      }
      const late = positions.filter((p) => p.committed !== p.end);
      const now = JSON.stringify(positions);
      // Two groups are not read at the same moment: an order may pass from one to the other in between.
      if (late.length === 0 && now === before) return [];
      before = now;
      if (Date.now() > deadline && late.length > 0) {
        return late.map((p) => ({
          rule: 'lag 0 at rest',
          detail: `${p.group} on ${p.topic}/${p.partition}: committed ${p.committed}, end of the log ${p.end}`,
        }));
      }
      if (Date.now() > deadline + 10_000)
        return [{ rule: 'lag 0 at rest', detail: 'the logs still grow without orders' }];
      await pause(400, signal);
    }
  } finally {
    await admin.disconnect();
  }
}

async function positionsOf(admin: Admin, names: WorkflowNames): Promise<Position[]> {
  const groups = [
    { group: names.processorGroup, topic: names.topics.commands },
    { group: names.processorGroup, topic: names.topics.work },
    ...names.stages.map(({ group, topic }) => ({ group, topic })),
  ];
  const all: Position[] = [];
  // Sequentially: kafkajs's admin fails when many calls look up coordinators at once.
  for (const { group, topic } of groups) {
    for (const { partition, start, end, committed } of await groupPositions(admin, group, topic)) {
      // Where nothing was ever written, nothing has to be committed.
      const known = committed === -1 && start === end ? end : committed;
      all.push({ group, topic, partition, committed: known, end });
    }
  }
  return all;
}
