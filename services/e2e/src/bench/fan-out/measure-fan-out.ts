import { setTimeout as delay } from 'node:timers/promises';
import { median, withCpu } from '../measuring/measure.ts';
import { mixedScreen } from './records/documents.ts';
import { newOrderId, type SnapshotWriter } from './records/snapshots.ts';
import { startCrowd } from './screens/crowd.ts';
import { type ServerKind, type ServerOptions, startServer } from './servers/server-process.ts';

export type FanOutSizes = {
  screens: number;
  flood: number;
  floods: number;
  steady: number;
  perSecond: number;
};

/** One server with one crowd. */
export type FanOutFigures = {
  /** Changes that reached a screen, per second of a flood; and per CPU second of the server. */
  deliveriesPerSecond: number;
  deliveriesPerCpuSecond: number;
  /** Broker to screen at a steady rate, ms. */
  p50Ms: number;
  p99Ms: number;
  /** Growth of the process per screen, bytes, after a collection. */
  rssPerScreen: number;
  heapPerScreen: number;
  bytesPerDelivery: number;
};

const settleMs = 1000;

/**
 * Floods and then paces one server. Equal: all watch one order, a message for each change. Mixed: see `mixedScreen`;
 * the changes are of the customers' orders.
 */
export async function measureFanOut(
  kind: ServerKind,
  mix: 'equal' | 'mixed',
  writer: SnapshotWriter,
  sizes: FanOutSizes,
  options: ServerOptions,
): Promise<FanOutFigures> {
  const server = await startServer(kind, options);
  try {
    const order = newOrderId();
    const crowdOf = (screens: number) =>
      startCrowd({
        url: server.url,
        workflow: options.workflow,
        screens,
        order: mix === 'equal' ? order : undefined,
        dir: options.dir,
      });
    // One-time costs of the first screens (code, caches, a grown heap) do not count.
    const early = await crowdOf(sizes.screens / 2);
    await delay(settleMs);
    const empty = await server.memory();
    const crowd = await crowdOf(sizes.screens);
    try {
      await delay(settleMs);
      const full = await server.memory();
      await early.stop();
      const load = mix === 'equal' ? equalLoad(writer, order, sizes) : mixedLoad(writer, sizes);
      // Warm-up: the first changes cause compilation.
      await run(Math.ceil(sizes.flood / 4));
      const bytes = crowd.bytes;
      const before = crowd.changes;
      const floods: { perSecond: number; perCpuSecond: number }[] = [];
      for (let i = 0; i < sizes.floods; i += 1) {
        const already = crowd.changes;
        const flood = await withCpu([server.child.pid], () => run(sizes.flood));
        const deliveries = crowd.changes - already;
        floods.push({ perSecond: deliveries / flood.result, perCpuSecond: deliveries / flood.cpu });
      }
      await crowd.delays();
      await steady();
      const delays = await crowd.delays();
      return {
        deliveriesPerSecond: median(floods.map((flood) => flood.perSecond)),
        deliveriesPerCpuSecond: median(floods.map((flood) => flood.perCpuSecond)),
        p50Ms: delays.p50,
        p99Ms: delays.p99,
        rssPerScreen: (full.rss - empty.rss) / sizes.screens,
        heapPerScreen: (full.heapUsed - empty.heapUsed) / sizes.screens,
        bytesPerDelivery: (crowd.bytes - bytes) / (crowd.changes - before),
      };

      /** All at once; seconds from the first record to the last screen. */
      async function run(changes: number): Promise<number> {
        const target = crowd.changes;
        const made = Array.from({ length: changes }, load);
        const began = Date.now();
        await writer.send(made.map((m) => m.record));
        const last = await crowd.received(target + made.reduce((sum, m) => sum + m.screens, 0));
        return (last - began) / 1000;
      }

      async function steady(): Promise<void> {
        const began = performance.now();
        let expected = crowd.changes;
        for (let i = 0; i < sizes.steady; i += 1) {
          await delay(Math.max(0, began + (i * 1000) / sizes.perSecond - performance.now()));
          const { record, screens } = load();
          expected += screens;
          void writer.send([record]);
        }
        await crowd.received(expected);
      }
    } finally {
      await crowd.stop();
    }
  } finally {
    await server.child.stop();
  }
}

type Load = () => { record: ReturnType<SnapshotWriter['change']>['record']; screens: number };

function equalLoad(writer: SnapshotWriter, order: string, { screens }: FanOutSizes): Load {
  return () => ({ record: writer.change(order, 'somebody').record, screens });
}

/** Changes of the customers' orders in turn, and how many screens each concerns. */
function mixedLoad(writer: SnapshotWriter, { screens }: FanOutSizes): Load {
  const plans = Array.from({ length: screens }, (_, index) => mixedScreen(index));
  const customers = plans.filter((p) => p.filter.mine).map((p) => ({ user: p.user, order: newOrderId() }));
  const everything = plans.filter((p) => !p.filter.mine && !p.filter.stages).length;
  const watching = new Map<string, number>();
  for (const { filter } of plans) {
    for (const stage of filter.stages ?? []) watching.set(stage, (watching.get(stage) ?? 0) + 1);
  }
  let turn = 0;
  return () => {
    const { user, order } = customers[turn++ % customers.length] ?? { user: '', order: '' };
    const { record, stage } = writer.change(order, user);
    return { record, screens: 1 + everything + (watching.get(stage) ?? 0) };
  };
}
