import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertInvariants } from './checker/assert-invariants.ts';
import { describeViolations } from './checker/check.ts';
import { readLog } from './checker/read-log.ts';
import { type Load, startLoad } from './load/load.ts';
import { root } from './processes/child.ts';
import { createRunFolder, type RunFolder } from './processes/run-folder.ts';
import { type Broker, startBroker } from './test-system/broker.ts';
import { startTestSystem, type TestSystem } from './test-system/test-system.ts';
import { createTopics, fastCupcakes, workflowNames, writeWorkflow } from './test-system/workflow.ts';
import { pause } from './tools/wait.ts';

const glaze =
  '  - { name: glaze, done: glazed, verb: glaze, topic: readytoglaze, role: decorator, mode: timer, takes: 20ms, capacity: 20 }\n';

let folder: RunFolder;
let broker: Broker;
let system: TestSystem;
let text: string;
beforeAll(async () => {
  folder = await createRunFolder('glaze');
  broker = await startBroker(folder.path);
  // Baking takes its time here, so that orders are under way when the file is edited.
  text = (await fastCupcakes(root)).replace(/(name: bake.*takes: )20ms/, '$16s');
  system = await startTestSystem({ dir: folder.path, broker, workflow: text, processors: 1, workers: 1 });
});
afterAll(async () => {
  await system.stop();
  await broker.stop();
  await folder.remove();
});

async function place(runId: string): Promise<Load['promises']> {
  const load = startLoad({
    url: system.url,
    workflow: 'cupcakes',
    runId,
    perSecond: 10,
    details: () => ({ flavour: 'Lemon', size: 'M', quantity: 6 }),
    cancels: false,
  });
  await pause(2000);
  return await load.stop();
}

test('a new stage is an edit of one file: new orders pass it, those under way keep their route', async () => {
  const old = await place('old');
  const edited = text.replace(/^.*name: decorate,/m, (line) => glaze + line);
  expect(edited.split('\n')).toHaveLength(text.split('\n').length + 1);
  await writeWorkflow(folder.path, edited);
  const names = workflowNames(edited);
  await createTopics(broker.address, names, 4);
  const { events: before } = await readLog(broker.address, system.names);
  expect(before.some((e) => e.value.type === 'OrderFinished')).toBe(false);
  await Promise.all(
    [...system.services.values()].map(async (service) => {
      await service.kill('SIGTERM');
      await service.ready(60_000);
    }),
  );
  const fresh = await place('new');

  const placed = new Map([...old.placed, ...fresh.placed]);
  const violations = await assertInvariants({ names }, broker, { promises: { ...fresh, placed } });
  expect(describeViolations(violations)).toBe('');
  const { results, tickets } = await readLog(broker.address, names);
  const routes = new Map(results.map((r) => [r.key, r.value.route.join(' ')]));
  const routesOf = (promises: Load['promises']) =>
    new Set([...promises.placed.values()].map((id) => routes.get(id)));
  expect(routesOf(old)).toEqual(new Set(['mix bake decorate package ship']));
  expect(routesOf(fresh)).toEqual(new Set(['mix bake glaze decorate package ship']));
  expect(new Set(tickets.get('glaze')?.map((t) => t.key))).toEqual(new Set(fresh.placed.values()));
});
