import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertInvariants } from '../checker/assert-invariants.ts';
import { describeViolations } from '../checker/check.ts';
import { waitForRest } from '../checker/wait-for-rest.ts';
import { startLoad } from '../load/load.ts';
import { root } from '../processes/child.ts';
import { createRunFolder, type RunFolder } from '../processes/run-folder.ts';
import { type Broker, startBroker } from '../test-system/broker.ts';
import type { Service } from '../test-system/service.ts';
import { startTestSystem, type TestSystem } from '../test-system/test-system.ts';
import { fastWorkflow } from '../test-system/workflow.ts';
import { waitFor } from '../tools/wait.ts';
import { readPositions } from './read-positions.ts';
import { unpackReleaseBefore } from './release-before.ts';

let folder: RunFolder;
let unpacked: string;
let before: string;
let broker: Broker;
let system: TestSystem;

beforeAll(async () => {
  folder = await createRunFolder('releases');
  await mkdir(join(root, '.cupcakery'), { recursive: true });
  unpacked = await mkdtemp(join(root, '.cupcakery/releases-'));
  before = await unpackReleaseBefore(unpacked);
  broker = await startBroker(folder.path);
  system = await startTestSystem({
    dir: folder.path,
    broker,
    workflow: fastWorkflow('releases'),
    release: before,
  });
});
afterAll(async () => {
  await system?.stop();
  await broker?.stop();
  await folder?.remove();
  await rm(unpacked, { recursive: true, force: true });
});

const servicesOf = (kind: string): Service[] =>
  [...system.services.values()].filter(({ name }) => name.startsWith(kind));

/** Exchanges the services of one kind one after the other, as a rolling update does. */
async function roll(
  kind: string,
  release: string | undefined,
  env: Record<string, string> = {},
): Promise<void> {
  for (const service of servicesOf(kind)) {
    await service.kill('SIGTERM', { change: { release, env } });
    await service.ready(60_000);
  }
}

test('an upgrade, the workers’ own topic, and the way back and forth again under load lose and double nothing', async () => {
  const load = startLoad({ url: system.url, workflow: 'releases', runId: 'r', perSecond: 15 });
  const { promises } = load;
  const moreOrders = async () => {
    const until = promises.placed.size + 20;
    await waitFor('20 more orders', () => promises.placed.size >= until, { withinMs: 60_000 });
  };
  const positions = () =>
    readPositions(broker.address, system.names.processorGroup, system.names.topics.work);
  const written = async () => (await positions()).some(({ end }) => end > 0);
  const isRead = async () =>
    (await positions()).every(({ end, committed }) => end === 0 || committed === end);
  try {
    await moreOrders();
    await roll('processor', undefined);
    await roll('worker', undefined, { COMMAND_TOPIC: 'commands' });
    await roll('api', undefined);
    await moreOrders();
    expect(await written(), 'a command on the workers’ topic, which the release before does not read').toBe(
      false,
    );

    await roll('worker', undefined, { COMMAND_TOPIC: 'work' });
    await moreOrders();
    expect(await written(), 'commands on the workers’ topic').toBe(true);

    await roll('worker', undefined, { COMMAND_TOPIC: 'commands' });
    await waitFor('the workers’ topic to be read to its end', isRead, { withinMs: 30_000 });
    await roll('worker', before);
    await roll('processor', before);
    await roll('api', before);
    await moreOrders();

    await roll('processor', undefined);
    await roll('worker', undefined, { COMMAND_TOPIC: 'work' });
    await roll('api', undefined);
    await moreOrders();
  } finally {
    await load.stop();
  }
  expect(await waitForRest(broker.address, system.names)).toEqual([]);
  expect(describeViolations(await assertInvariants(system, broker, { promises }))).toBe('');
  expect(system.crashes()).toEqual([]);
}, 300_000);
