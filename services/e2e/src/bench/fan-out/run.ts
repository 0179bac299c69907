import { join } from 'node:path';
import type { Broker } from '../../test-system/broker.ts';
import { createTopics, workflowNames, writeWorkflow } from '../../test-system/workflow.ts';
import { median } from '../measuring/measure.ts';
import { benchWorkflow } from '../measuring/workflow.ts';
import { type FanOutFigures, type FanOutSizes, measureFanOut } from './measure-fan-out.ts';
import { fillTopic, measureRawRead, measureRebuild } from './measure-rebuild.ts';
import { createSnapshotWriter } from './records/snapshots.ts';
import type { ServerKind, ServerOptions } from './servers/server-process.ts';

export type LiveSizes = FanOutSizes & { rounds: number; records: number };

/** Medians over the rounds. */
export type LiveFigures = {
  equal: Record<ServerKind, FanOutFigures>;
  mixed: Record<'gateway' | 'stock', FanOutFigures>;
  rebuild: { gateway: number; raw: number };
};

/** Fan-out and the building of the view, each beside its baselines: in rounds, in another order each time. */
export async function measureLive(
  { broker, dir, sizes }: { broker: Broker; dir: string; sizes: LiveSizes },
  log: (text: string) => void,
): Promise<LiveFigures> {
  const live = await prepare(broker, dir, 'live');
  const writer = await createSnapshotWriter(broker.address, 'live');
  const taken = new Map<string, FanOutFigures[]>();
  const runs = [
    ['equal', 'gateway'],
    ['equal', 'plain'],
    ['equal', 'stock'],
    ['mixed', 'gateway'],
    ['mixed', 'stock'],
  ] as const;
  for (let round = 0; round < sizes.rounds; round += 1) {
    for (const [mix, kind] of round % 2 === 0 ? runs : runs.toReversed()) {
      const figures = await measureFanOut(kind, mix, writer, sizesFor(kind, sizes), live);
      taken.set(`${mix} ${kind}`, [...(taken.get(`${mix} ${kind}`) ?? []), figures]);
      log(`  ${mix}, ${kind}: ${Math.round(figures.deliveriesPerSecond)} deliveries/s`);
    }
  }
  await writer.stop();
  const of = (mix: string, kind: string) => mediansOf(taken.get(`${mix} ${kind}`) ?? []);
  return {
    equal: { gateway: of('equal', 'gateway'), plain: of('equal', 'plain'), stock: of('equal', 'stock') },
    mixed: { gateway: of('mixed', 'gateway'), stock: of('mixed', 'stock') },
    rebuild: await rebuild({ broker, dir, sizes }, log),
  };
}

/** The stock server gets a smaller load: it would take minutes, and only rates are compared. */
function sizesFor(kind: ServerKind, sizes: LiveSizes): FanOutSizes {
  if (kind !== 'stock') return sizes;
  return {
    ...sizes,
    flood: Math.ceil(sizes.flood / 4),
    floods: 1,
    steady: Math.ceil(sizes.steady / 4),
    perSecond: 5,
  };
}

async function rebuild(
  { broker, dir, sizes }: { broker: Broker; dir: string; sizes: LiveSizes },
  log: (text: string) => void,
): Promise<{ gateway: number; raw: number }> {
  const empty = await prepare(broker, dir, 'empty');
  const full = await prepare(broker, dir, 'rebuild');
  const writer = await createSnapshotWriter(broker.address, 'rebuild');
  await fillTopic(writer, sizes.records);
  await writer.stop();
  const rates: { gateway: number; raw: number }[] = [];
  for (let round = 0; round < sizes.rounds; round += 1) {
    const idle = await measureRebuild(empty);
    const busy = await measureRebuild(full);
    const raw = await measureRawRead(full, sizes.records);
    rates.push({ gateway: sizes.records / (busy - idle), raw: sizes.records / raw });
    log(`  rebuild: ${Math.round(rates.at(-1)?.gateway ?? 0)} records/s`);
  }
  return { gateway: median(rates.map((r) => r.gateway)), raw: median(rates.map((r) => r.raw)) };
}

/** A workflow with its topics, in its own folder: a gateway serves all workflows of its folder. */
async function prepare(broker: Broker, dir: string, workflow: string): Promise<ServerOptions> {
  const text = benchWorkflow(workflow, false);
  const workflowsDir = await writeWorkflow(join(dir, workflow), text);
  await createTopics(broker.address, workflowNames(text), 4);
  return { brokers: broker.address, workflow, workflowsDir, dir };
}

function mediansOf(rounds: FanOutFigures[]): FanOutFigures {
  const of = (name: keyof FanOutFigures) => median(rounds.map((figures) => figures[name]));
  return {
    deliveriesPerSecond: of('deliveriesPerSecond'),
    deliveriesPerCpuSecond: of('deliveriesPerCpuSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    rssPerScreen: of('rssPerScreen'),
    heapPerScreen: of('heapPerScreen'),
    bytesPerDelivery: of('bytesPerDelivery'),
  };
}
