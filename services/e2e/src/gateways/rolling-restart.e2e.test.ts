import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type SnapshotWriter, startSnapshotWriter } from '../bench/fan-out/records/snapshots.ts';
import { newOrderId } from '../bench/measuring/order-id.ts';
import { benchWorkflow } from '../bench/measuring/workflow.ts';
import { type Child, startNode } from '../processes/child.ts';
import { createRunFolder, type RunFolder } from '../processes/run-folder.ts';
import { type Broker, startBroker } from '../test-system/broker.ts';
import { type Service, startService } from '../test-system/service.ts';
import { createTopics, workflowNames, writeWorkflow } from '../test-system/workflow.ts';
import { createJsonLines } from '../tools/json-lines.ts';
import { waitFor } from '../tools/wait.ts';

const workflow = 'rolling';
const screens = 1000;
const changesPerSecond = 15;

let folder: RunFolder;
let broker: Broker;
let writer: SnapshotWriter;
const gateways: Service[] = [];
let crowd: Child | undefined;
const lines = createJsonLines();
const openLine = z.object({ open: z.number() });
const seenLine = z.object({
  changes: z.number(),
  missing: z.number(),
  repeated: z.number(),
  snapshots: z.number(),
  reconnects: z.number(),
  examples: z.array(z.string()),
});

beforeAll(async () => {
  folder = await createRunFolder('rolling');
  broker = await startBroker(folder.path);
  const text = benchWorkflow(workflow, false);
  const workflowsDir = await writeWorkflow(folder.path, text);
  await createTopics(broker.address, workflowNames(text), 4);
  writer = await startSnapshotWriter(broker.address, workflow);
  const ports = await freePorts(4);
  for (const n of [0, 1]) {
    gateways.push(
      startService(
        {
          name: `gateway-${n}`,
          program: 'gateway',
          adminPort: ports[n + 2] ?? 0,
          env: { KAFKA_BROKERS: broker.address, PORT: String(ports[n]), WORKFLOWS_DIR: workflowsDir },
        },
        folder.path,
      ),
    );
  }
  await Promise.all(gateways.map((gateway) => gateway.ready(60_000)));
  const urls = [0, 1].map((n) => `http://127.0.0.1:${ports[n]}/graphql`);
  crowd = startNode(['services/e2e/src/gateways/resuming-main.ts'], {
    env: { URLS: urls.join(','), SCREENS: String(screens), WORKFLOW: workflow },
    logFile: join(folder.path, 'screens.log'),
    onStdout: lines.push,
  });
  await waitFor('the screens', () => lines.last(openLine) !== undefined, { withinMs: 60_000 });
});

afterAll(async () => {
  await crowd?.stop();
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await writer?.stop();
  await broker?.stop();
  await folder?.remove();
});

test('1,000 screens stay served through a rolling restart of two gateways: nothing missed, nothing twice', async () => {
  const load = startChanges();
  for (const gateway of gateways) {
    const before = lines.last(seenLine)?.reconnects ?? 0;
    await gateway.kill('SIGTERM');
    await gateway.ready(30_000);
    // Its half of the screens has come back before the next gateway goes.
    await waitFor('the screens to come back', () => reconnectsSince(before) >= screens / 2, {
      withinMs: 30_000,
    });
  }
  const written = await load.stop();
  const wanted = written * screens;
  await waitFor(
    'every screen to have everything',
    () => {
      const seen = lines.last(seenLine);
      return seen !== undefined && (seen.changes >= wanted || seen.missing + seen.repeated > 0);
    },
    { withinMs: 30_000 },
  );
  const seen = lines.last(seenLine);
  expect(seen).toMatchObject({ missing: 0, repeated: 0, examples: [], changes: wanted, snapshots: screens });
  expect(seen?.reconnects).toBeGreaterThanOrEqual(screens);
});

const reconnectsSince = (before: number) => (lines.last(seenLine)?.reconnects ?? 0) - before;

/** Changes of some orders at a steady rate until stopped; then how many there were. */
function startChanges(): { stop(): Promise<number> } {
  const orders = Array.from({ length: 40 }, newOrderId);
  let written = 0;
  let isOver = false;
  const running = run();
  async function run(): Promise<void> {
    while (!isOver) {
      await writer.send([writer.change(orders[written % orders.length] ?? '', 'somebody').record]);
      written += 1;
      await delay(1000 / changesPerSecond);
    }
  }
  return {
    async stop() {
      isOver = true;
      await running;
      return written;
    },
  };
}
