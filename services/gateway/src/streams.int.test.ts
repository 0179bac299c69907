import { clusterIdOf } from '@cupcakery/kit/kafka/admin/cluster-id';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { encodeCursor, originOf } from './log/cursor.ts';
import { type OrdersPayload, type Variables, type Watch, watchSse, watchWs } from './testing/clients.ts';
import { startGateway, type TestGateway } from './testing/gateway.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

const brokers = inject('brokers');
let pipeline: TestPipeline;
let gateway: TestGateway;
let origin: string;

beforeAll(async () => {
  pipeline = await startTestPipeline(brokers, 'streams');
  gateway = await startGateway(pipeline, brokers);
  origin = originOf(await clusterIdOf(pipeline.kafka), pipeline.workflow.name);
});
afterAll(async () => {
  await gateway?.stop();
  await pipeline?.stop();
});

const changesIn = (payloads: OrdersPayload[]) =>
  payloads.filter((p) => p.kind === 'CHANGE').flatMap((p) => p.orders.map((o) => `${o.id}/${o.version}`));
const eventually = <T>(check: () => T) => vi.waitFor(check, { timeout: 30_000, interval: 10 });

/** Places an order and ships it: versions 1 to 4 (placed, mixed, shipped, finished). */
async function ship(): Promise<string> {
  const id = await pipeline.place();
  await pipeline.complete(id, 'mix');
  await pipeline.complete(id, 'ship');
  return id;
}
const transports: [string, (g: TestGateway, variables: Variables) => Watch][] = [
  ['WebSocket', (g, variables) => watchWs(g.ws, variables)],
  ['server-sent events', (g, variables) => watchSse(g.url, variables)],
];

describe.each(transports)('over %s', (_name, watch) => {
  test('a subscription begins with a snapshot and then gets every change', async () => {
    const before = await ship();
    await pipeline.reached(before, 4);
    const filter = { ids: [before] };
    const first = watch(gateway, { workflow: pipeline.workflow.name, filter });
    await eventually(() => expect(first.payloads[0]?.kind).toBe('SNAPSHOT'));
    await eventually(() =>
      expect(first.payloads[0]?.orders).toMatchObject([{ id: before, status: 'FINISHED' }]),
    );
    first.stop();

    const all = watch(gateway, { workflow: pipeline.workflow.name });
    await eventually(() => expect(all.payloads).toHaveLength(1));
    const id = await ship();
    await eventually(() =>
      expect(changesIn(all.payloads)).toEqual([1, 2, 3, 4].map((version) => `${id}/${version}`)),
    );
    all.stop();
  });

  test('an order that leaves the filter is named in removed', async () => {
    const watching = watch(gateway, { workflow: pipeline.workflow.name, filter: { status: ['OPEN'] } });
    await eventually(() => expect(watching.payloads).toHaveLength(1));
    const id = await ship();
    await eventually(() => expect(watching.payloads.flatMap((p) => p.removed)).toEqual([id]));
    const last = watching.payloads.at(-1);
    expect(last?.orders.some((o) => o.id === id)).toBe(false);
    watching.stop();
  });

  test.each([
    ['the same gateway', async () => gateway],
    ['another gateway', () => startGateway(pipeline, brokers)],
    [
      'a gateway whose ring is too short, so that Kafka is read',
      () => startGateway(pipeline, brokers, { RESUME_EVENTS: '3' }),
    ],
  ])('a stream that is cut and resumed at %s misses nothing and repeats nothing', async (_which, other) => {
    const first = watch(gateway, { workflow: pipeline.workflow.name });
    await eventually(() => expect(first.payloads).toHaveLength(1));
    const start = pipeline.history.length;
    await ship();
    await eventually(() => expect(changesIn(first.payloads)).toHaveLength(4));
    first.stop();
    await first.ended;

    const missed = await Promise.all(Array.from({ length: 25 }, ship));
    await Promise.all(missed.map((id) => pipeline.reached(id, 4)));
    const second = await other();
    const resumed = watch(second, { workflow: pipeline.workflow.name, after: first.payloads.at(-1)?.cursor });
    const during = await Promise.all(Array.from({ length: 5 }, ship));
    await Promise.all(during.map((id) => pipeline.reached(id, 4)));
    await eventually(() => expect(changesIn(resumed.payloads)).toHaveLength(120));
    const last = await ship();
    await pipeline.reached(last, 4);
    await eventually(() => expect(changesIn(resumed.payloads)).toContain(`${last}/4`));

    expect(resumed.payloads[0]?.kind).toBe('CHANGE');
    const seen = [...changesIn(first.payloads), ...changesIn(resumed.payloads)];
    expect(seen.sort()).toEqual(
      pipeline.history
        .slice(start)
        .map((s) => `${s.id}/${s.version}`)
        .sort(),
    );
    resumed.stop();
    if (second !== gateway) await second.stop();
  });

  test('a resume that missed nothing gets an empty change at once', async () => {
    const first = watch(gateway, { workflow: pipeline.workflow.name, filter: { ids: ['none'] } });
    await eventually(() => expect(first.payloads).toHaveLength(1));
    first.stop();
    const after = first.payloads[0]?.cursor;
    const resumed = watch(gateway, { workflow: pipeline.workflow.name, filter: { ids: ['none'] }, after });
    await eventually(() =>
      expect(resumed.payloads).toMatchObject([{ kind: 'CHANGE', orders: [], removed: [] }]),
    );
    resumed.stop();
  });

  test.each([
    ['text that is none', () => 'bm9uc2Vuc2U'],
    ['of another cluster', () => cursorWith({ origin: originOf('elsewhere', pipeline.workflow.name) })],
    ['beyond the end of the log', () => cursorWith({ offsets: [1e9, 0, 0, 0] })],
    ['with another number of partitions', () => cursorWith({ offsets: [0, 0] })],
  ])('a cursor %s is CURSOR_EXPIRED and ends the subscription', async (_what, cursor) => {
    const watching = watch(gateway, { workflow: pipeline.workflow.name, after: cursor() });
    await watching.ended;
    expect(watching.payloads).toEqual([]);
    expect(watching.errors).toMatchObject([{ extensions: { code: 'CURSOR_EXPIRED' } }]);
  });

  test('a gateway that stops closes its streams so that clients reconnect', async () => {
    const leaving = await startGateway(pipeline, brokers);
    const watching = watch(leaving, { workflow: pipeline.workflow.name });
    await eventually(() => expect(watching.payloads).toHaveLength(1));
    await leaving.stop();
    const { code, reason } = await watching.ended;
    if (code === undefined) expect(reason).toBe('cut');
    else expect([code, reason]).toEqual([1001, expect.stringContaining('resume after')]);
  });

  test('a subscription that its client ends is released', async () => {
    const open = () => gateway.metric('cupcakery_subscriptions');
    await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 20_000 });
    const watching = watch(gateway, { workflow: pipeline.workflow.name });
    await vi.waitFor(async () => expect(await open()).toBe(1), { timeout: 20_000 });
    watching.stop();
    await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 20_000 });
  });
});

test('a cursor older than the window expires once the ring does not reach back to it', async () => {
  const short = await startGateway(pipeline, brokers, { RESUME_EVENTS: '1' });
  const old = Math.floor(Date.now() / 1000) - 3601;
  const watching = watchWs(short.ws, { workflow: pipeline.workflow.name, after: cursorWith({ time: old }) });
  await watching.ended;
  expect(watching.errors).toMatchObject([{ extensions: { code: 'CURSOR_EXPIRED' } }]);
  await short.stop();
});

function cursorWith(position: { origin?: string; time?: number; offsets?: number[] }): string {
  return encodeCursor({
    origin,
    time: Math.floor(Date.now() / 1000),
    offsets: [0, 0, 0, 0],
    ...position,
  });
}
