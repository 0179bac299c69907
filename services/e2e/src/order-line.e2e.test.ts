import { defaultSessionMs } from '@cupcakery/kit/kafka/consume/group/group';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertInvariants } from './checker/assert-invariants.ts';
import { describeViolations } from './checker/check.ts';
import { longestGaps } from './checker/gaps.ts';
import { readLog } from './checker/read-log.ts';
import type { OrderEvent, Read } from './checker/records.ts';
import { describeGroups, type GroupLine } from './lag/kafka-tool.ts';
import { fetchLagReport } from './lag/lag-report.ts';
import { startLoad } from './load/load.ts';
import { addPromises, noPromises } from './load/promises.ts';
import { root } from './processes/child.ts';
import { createRunFolder, type RunFolder } from './processes/run-folder.ts';
import { type Broker, startBroker } from './test-system/broker.ts';
import { startTestSystem, type TestSystem } from './test-system/test-system.ts';
import { fastCupcakes } from './test-system/workflow.ts';
import { pause, waitFor } from './tools/wait.ts';
import { type OtlpReceiver, startOtlpReceiver } from './tracing/otlp-receiver.ts';
import { openScreen, placeByGraphql } from './tracing/shop.ts';
import { isComplete, traceOfOrder } from './tracing/trace-of-order.ts';
import { everyServiceDropped, startTracingGateway } from './tracing/tracing-gateway.ts';

const cupcake = () => ({ flavour: 'Lemon', size: 'M', quantity: 6 });
const partitions = 4;

let folder: RunFolder;
let broker: Broker;
let system: TestSystem;
let receiver: OtlpReceiver;
let loads = 0;
beforeAll(async () => {
  folder = await createRunFolder('order-line');
  broker = await startBroker(folder.path);
  receiver = await startOtlpReceiver();
  system = await startTestSystem({
    dir: folder.path,
    broker,
    workflow: await fastCupcakes(root),
    // What the load places is not traced: no caller of it asks for that.
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER: 'parentbased_always_off' },
  });
});
afterAll(async () => {
  await system.stop();
  await receiver.stop();
  await broker.stop();
  await folder.remove();
});

const all = noPromises();

/** A steady stream while `during` runs; its promises are added to those that the system has to keep. */
async function stream(during: () => Promise<void>): Promise<void> {
  const load = startLoad({
    url: system.url,
    workflow: 'cupcakes',
    runId: `line-${loads++}`,
    perSecond: 25,
    details: cupcake,
    cancels: false,
  });
  try {
    await during();
  } finally {
    addPromises(all, await load.stop());
  }
}

test('tickets appear on the five topics of the old factory, under the order’s id', async () => {
  await stream(() => pause(3000));
  expect(describeViolations(await assertInvariants(system, broker, { promises: all }))).toBe('');
  const { tickets } = await readLog(broker.address, system.names);
  const topics = [...tickets.values()].map(([first]) => first?.topic);
  expect(topics).toEqual([
    'orderrequests',
    'readytobake',
    'readytodecorate',
    'readytopackage',
    'readytoship',
  ]);
  for (const own of tickets.values()) {
    expect(new Set(own.map((t) => t.key))).toEqual(new Set(all.placed.values()));
  }
});

test('kafka-consumer-groups shows the group of each stage, with lag 0 when idle', async () => {
  const lines = await describeGroups(broker.address);
  for (const { group, topic } of system.names.stages) {
    const own = lines.filter((l) => l.group === group);
    expect(own.map((l) => [l.topic, l.lag])).toEqual(Array.from({ length: partitions }, () => [topic, 0]));
  }
});

/** The sorted lines of this workflow's groups for which the tool has a number, and the total lag. */
function ownLag(lines: GroupLine[]): { text: string[]; waiting: number } {
  const groups = new Set(system.names.stages.map(({ group }) => group));
  const own = lines.filter(({ group, lag }) => groups.has(group) && lag !== undefined);
  return {
    text: own.map((l) => `${l.group} ${l.topic}/${l.partition} ${l.lag}`).sort(),
    waiting: own.reduce((sum, { lag = 0 }) => sum + lag, 0),
  };
}

test('lag-exporter reports what kafka-consumer-groups reports: idle, loaded and stopped', async () => {
  const [port = 0] = await freePorts(1);
  const exporter = await system.add('lag', 'lag-exporter', { PORT: String(port), INTERVAL_MS: '300' });
  await exporter.ready(30_000);
  const compare = async () => {
    // Nothing moves meanwhile, so both must see the same.
    const reported = ownLag(await fetchLagReport(`http://127.0.0.1:${port}`));
    expect(reported.text).toEqual(ownLag(await describeGroups(broker.address)).text);
    return reported.waiting;
  };
  expect(await compare()).toBe(0);
  const workers = ['worker-0', 'worker-1'].map((name) => system.service(name));
  for (const worker of workers) worker.freeze();
  const before = all.placed.size;
  await stream(() => pause(2000));
  const waiting = all.placed.size - before;
  // Each transaction's marker takes an offset as well, so it may be up to twice the tickets.
  expect(await compare()).toBeGreaterThanOrEqual(waiting);
  // Frozen for longer than their session: the groups have no members left.
  for (const worker of workers) await worker.kill('SIGKILL', { restartAfterMs: 10_000 });
  expect(await compare()).toBeGreaterThanOrEqual(waiting);
  for (const worker of workers) await worker.ready(60_000);
  expect(describeViolations(await assertInvariants(system, broker, { promises: all }))).toBe('');
  await exporter.stop();
});

test.for([
  ['processor-0', 'SIGTERM'],
  ['processor-0', 'SIGKILL'],
  ['worker-0', 'SIGTERM'],
  ['worker-0', 'SIGKILL'],
] as const)(
  '%s and %s in a steady stream lose and double nothing, and no partition is left alone',
  async ([name, signal]) => {
    let from = 0;
    let back = 0;
    let to = 0;
    await stream(async () => {
      await pause(2000);
      from = Date.now();
      const service = system.service(name);
      await service.kill(signal);
      await service.ready(60_000);
      back = Date.now();
      // A worker is no static member: after a kill its partitions rest until its session has ended.
      await waitFor('every partition goes on', async () => quiet(await seenOf(name), back).length === 0, {
        withinMs: 120_000,
        everyMs: 500,
      });
      to = Date.now();
    });
    expect(describeViolations(await assertInvariants(system, broker, { promises: all }))).toBe('');
    const seen = await seenOf(name);
    const gaps = seen.map((events) => longestGaps(events, from, to));
    console.log(
      `${signal} ${name}: longest silence per partition, ms: ${gaps.map((g) => g.join(' ')).join(' | ')}`,
    );
    // Who leaves hands over, and a static member finds its partitions again: neither waits for the end of a session.
    // How long it was away depends on the machine, so that is taken off.
    if (!(name === 'worker-0' && signal === 'SIGKILL')) {
      expect(Math.max(...gaps.flat()) - (back - from)).toBeLessThan(defaultSessionMs);
    }
    if (signal === 'SIGKILL') {
      const survivors = seen.map((events) => partitions - quiet([events], from, back).length);
      expect(Math.min(...survivors), 'partitions of the other that go on meanwhile').toBeGreaterThan(0);
    }
  },
);

test('one trace shows an order’s whole way; without its receiver orders ship, and the spans are counted', async () => {
  const gateway = await startTracingGateway(system);
  const screen = await openScreen(gateway);
  const ship = async () => {
    const id = await placeByGraphql(gateway, cupcake());
    all.placed.set(`traced-${all.placed.size}`, id);
    await waitFor('the screen shows it', () => screen.statusOf(id) === 'FINISHED', { withinMs: 60_000 });
    return id;
  };
  const traced = await ship();
  const trace = await waitFor('the whole trace', () => isComplete(traceOfOrder(receiver.spans, traced)), {
    withinMs: 30_000,
  });
  expect(trace.traceIds).toHaveLength(1);
  expect(trace.services).toEqual(['gateway', 'order-api', 'order-processor', 'stage-worker']);
  expect(trace.roots.map(({ service, name }) => `${service}: ${name}`)).toEqual(['gateway: POST /graphql']);
  expect(trace.orphans).toEqual([]);
  expect(trace.stages).toEqual(system.names.stages.map(({ name }) => name));
  expect(trace.unlinked).toEqual([]);

  await receiver.stop();
  const lost = await ship();
  await waitFor('all count what they dropped', () => everyServiceDropped(system), { withinMs: 60_000 });
  receiver = await startOtlpReceiver(Number(new URL(receiver.url).port));
  expect(traceOfOrder(receiver.spans, lost).spans).toEqual([]);
  const again = await ship();
  await waitFor('a whole trace again', () => isComplete(traceOfOrder(receiver.spans, again)), {
    withinMs: 60_000,
  });
  screen.close();
  expect(describeViolations(await assertInvariants(system, broker, { promises: all }))).toBe('');
});

/** The events that show which process works: a processor writes all, a worker shows by what it completes at each stage. */
async function seenOf(name: string): Promise<Read<OrderEvent>[][]> {
  const { events } = await readLog(broker.address, system.names);
  if (!name.startsWith('worker')) return [events];
  return system.names.stages.map((stage) =>
    events.filter(({ value }) => value.type === 'StageCompleted' && value.stage === stage.name),
  );
}

/** Partitions, of each list of events, where nothing was written between `from` and `to` (ms since the epoch). */
function quiet(lists: readonly Read<OrderEvent>[][], from: number, to = Number.POSITIVE_INFINITY): number[] {
  return lists.flatMap((events) =>
    Array.from({ length: partitions }, (_, partition) => partition).filter(
      (partition) => !events.some((e) => e.partition === partition && e.timestamp > from && e.timestamp < to),
    ),
  );
}
