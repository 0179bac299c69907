import { newOrderId } from '@cupcakery/workflow/contracts/identity';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { type OrdersPayload, type Variables, type Watch, watchSse, watchWs } from './testing/clients.ts';
import { watchCurl } from './testing/curl.ts';
import { type GatewayProcess, startGatewayProcess } from './testing/gateway-process.ts';
import { startTestPipeline, type TestPipeline } from './testing/test-pipeline.ts';

/** Much less than is missed below, so that Kafka itself must be read. */
const env = { RESUME_EVENTS: '500' };
const ordersMissed = 2500;
const versionsEach = 4;

let pipeline: TestPipeline;
let first: GatewayProcess;
let second: GatewayProcess;

beforeAll(async () => {
  pipeline = await startTestPipeline(inject('brokers'), 'resume');
  [first, second] = await Promise.all([
    startGatewayProcess(pipeline, env),
    startGatewayProcess(pipeline, env),
  ]);
});
afterAll(() => pipeline?.stop());

const transports: [string, (g: GatewayProcess, variables: Variables) => Watch][] = [
  ['the official graphql-ws client', (g, variables) => watchWs(g.ws, variables)],
  ['server-sent events', (g, variables) => watchSse(g.url, variables)],
  ['curl', (g, variables) => watchCurl(g.url, variables)],
];

const patient = { timeout: 60_000, interval: 25 };

/** Orders that are placed, mixed and shipped: four versions each. */
async function ship(count: number): Promise<void> {
  const by = { kind: 'cook' as const, name: 'ann' };
  for (let sent = 0; sent < count; sent += 250) {
    const ids = Array.from({ length: Math.min(250, count - sent) }, () => newOrderId(pipeline.workflow, {}));
    await pipeline.send(
      ...ids.flatMap((orderId) => [
        { type: 'place' as const, orderId, by, details: { flavour: 'Vanilla' } },
        { type: 'complete' as const, orderId, stage: 'mix', by },
        { type: 'complete' as const, orderId, stage: 'ship', by },
      ]),
    );
  }
}

/** Changes by order, in the order of arrival, so that a repeated or misplaced version shows. */
function versionsIn(payloads: OrdersPayload[]): Map<string, number[]> {
  const versions = new Map<string, number[]>();
  for (const { kind, orders } of payloads) {
    if (kind === 'SNAPSHOT') continue;
    for (const { id, version } of orders) versions.set(id, [...(versions.get(id) ?? []), version]);
  }
  return versions;
}

const countIn = (payloads: OrdersPayload[]) =>
  payloads.reduce((sum, p) => sum + (p.kind === 'CHANGE' ? p.orders.length : 0), 0);

test('after a gateway was killed and 10,000 more events every client resumes where it was, here and elsewhere', {
  timeout: 180_000,
}, async () => {
  const variables = { workflow: pipeline.workflow.name };
  const before = transports.map(([, watch]) => watch(first, variables));
  for (const watch of before) await vi.waitFor(() => expect(watch.payloads).toHaveLength(1), patient);
  await ship(5);
  for (const watch of before) {
    await vi.waitFor(() => expect(countIn(watch.payloads)).toBe(5 * versionsEach), patient);
  }

  // Half of it while no gateway serves them, half while they catch up.
  const restarted = first.restart();
  await ship(ordersMissed / 2);
  await restarted;
  for (const watch of before)
    expect(['cut', 'TypeError: terminated', '']).toContain((await watch.ended).reason);
  const after = transports.flatMap(([name, watch], i) =>
    [first, second].map((gateway) => ({
      name,
      earlier: before[i]?.payloads ?? [],
      watch: watch(gateway, { ...variables, after: before[i]?.payloads.at(-1)?.cursor }),
    })),
  );
  await ship(ordersMissed / 2);

  const all = (5 + ordersMissed) * versionsEach;
  for (const { name, earlier, watch } of after) {
    await vi.waitFor(
      () => expect(countIn([...earlier, ...watch.payloads]), name).toBeGreaterThanOrEqual(all),
      patient,
    );
    expect(watch.errors).toEqual([]);
    const versions = versionsIn([...earlier, ...watch.payloads]);
    expect(versions.size, name).toBe(5 + ordersMissed);
    for (const [id, seen] of versions) expect(seen, `${name}, order ${id}`).toEqual([1, 2, 3, 4]);
    watch.stop();
  }
});
