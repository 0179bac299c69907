import { constants } from 'node:os';
import { createLagProbe } from '@cupcakery/kit/kafka/admin/group-lag';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Shop, urlOf } from '../shop/shop.ts';
import { baker, cupcakes, partitions } from '../shop/shop-values.ts';
import { eventually } from '../usage/eventually.ts';
import { captureLagPage } from '../usage/lag-page.ts';
import { assertInvariants, startOrders } from '../usage/orders.ts';
import { deleteWhileStarting, deleteWithoutGrace, killProcess, podsOfStage } from '../usage/pods.ts';
import { backlogOf } from '../usage/queries.ts';
import { type ScalingLog, startScalingLog, turnsOf } from '../usage/scaling-log.ts';

const object = 'cupcakery-cupcakes-bake';
const group = 'cupcakes.bake';
const topic = 'readytobake';
/** The topic of the next stage: an order in it has been baked. */
const nextTopic = 'readytodecorate';
/**
 * Orders between placing and the end of baking: more than one baker takes, and one less than two do, since a commit
 * comes after the work. Held by a closed loop: at a fixed rate a busy machine would have more tickets in work, and would
 * rightly need more bakers.
 */
const underWay = 2 * baker.capacity - 1;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const reportShape = z.object({
  groups: z.array(
    z.looseObject({
      group: z.string(),
      topics: z.array(z.looseObject({ topic: z.string(), lag: z.number().nullable() })),
    }),
  ),
});

/** Load on one stage: its replicas scale up and down, and nothing is lost when pods die meanwhile. */
export function scaleSteps(shop: () => Shop): void {
  test('a backlog raises replicas to the cap, pods are killed, replicas come down, nothing is lost or doubled', async () => {
    const scaling = startScalingLog(object);
    const parts = timeParts(shop(), scaling);
    const load = await startOrders(shop(), 60);
    await eventually(
      '450 orders are placed',
      () => load.promises.placed.size,
      (placed) => placed >= 450,
    );
    await load.stop();
    console.log(`backlog to more replicas: ${await parts}`);

    const atCap = await eventually(
      'the cap is reached and explained',
      () => backlogOf(shop(), 'cupcakes', 'bake'),
      ({ replicas, reasonCode }) => replicas === partitions && reasonCode === 'PARTITION_CAP',
    );
    console.log(`at the cap: ${atCap.reason}`);
    expect(atCap).toMatchObject({ maxReplicas: partitions });
    expect(atCap.wantedReplicas ?? 0).toBeGreaterThan(partitions);

    const scrolls = await captureLagPage(shop(), /each of the 6 partitions has one/);
    expect(Object.values(scrolls)).toEqual([false, false, false, false]);

    // They count as replicas before they are ready.
    const [first, second, third] = await eventually(
      'three bakers work',
      () => podsOfStage('cupcakes', 'bake'),
      (pods) => pods.length >= 3,
    );
    await Promise.all([deleteWithoutGrace(first), deleteWithoutGrace(second), killProcess(third)]);

    const kept = await eventually(
      'scaling down waits for its window and says so',
      () => backlogOf(shop(), 'cupcakes', 'bake'),
      ({ reasonCode }) => reasonCode === 'STABILIZATION',
    );
    console.log(`in the stabilisation window: ${kept.reason}`);
    expect(kept.wantedReplicas ?? Number.POSITIVE_INFINITY).toBeLessThan(kept.replicas ?? 0);
    await eventually(
      'one baker is left',
      () => scaling.now(),
      (now) => now?.spec === 1,
    );
    await scaling.stop();
    console.log(`replicas set: ${scaling.replicasSet().join(' ')}`);
    expect(Math.max(...scaling.replicasSet())).toBe(partitions);
    expect(turnsOf(scaling.replicasSet()), `up and down, once: ${scaling.replicasSet()}`).toBe(1);
    expect(await assertInvariants(shop(), cupcakes())).toEqual([]);
  });

  test('a steady load stays at the replicas that it needs', async () => {
    const baked = await countRecords(shop(), nextTopic);
    const load = await startOrders(shop(), 20, {
      cancels: false,
      canPlace: (sent) => sent - baked.count() < underWay,
    });
    const needed = Math.ceil(underWay / baker.capacity);
    await eventually(
      'as many bakers as the work needs',
      async () => (await podsOfStage('cupcakes', 'bake')).length,
      (n) => n >= needed,
    );
    // While partitions change hands nothing is committed, and the finished count as work.
    await eventually('50 more orders', countFrom(load.promises.placed), (more) => more >= 50);
    const scaling = startScalingLog(object);
    await eventually('the number is that', scaling.now, (now) => now?.spec === needed);
    const settled = scaling.replicasSet().length - 1;
    await eventually('120 more orders', countFrom(load.promises.placed), (more) => more >= 120);
    await scaling.stop();
    await load.stop();
    await baked.stop();
    console.log(
      `steady load of ${underWay} tickets, ${baker.capacity} to a baker: ${scaling.replicasSet().join(' ')}`,
    );
    expect(scaling.replicasSet().slice(settled)).toEqual([needed]);
    expect(await assertInvariants(shop(), cupcakes())).toEqual([]);
  });

  test('a worker that is deleted while it starts exits on SIGTERM, not killed at the end of its grace period', async () => {
    const { exitCode } = await deleteWhileStarting(object);
    console.log(`stopped at its start: exit code ${exitCode}`);
    // SIGTERM before there is a handler for it; 0 if it was quicker.
    expect([0, 128 + constants.signals.SIGTERM]).toContain(exitCode);
  });
}

/** Counts the records that come into a topic from now on. */
async function countRecords(shop: Shop, topic: string): Promise<{ count(): number; stop(): Promise<void> }> {
  const kafka = createKafkaClient({ brokers: [shop.kafka.address], clientId: 'count' }, silent);
  let count = 0;
  const onRecords = (_partition: number, records: unknown[]): void => {
    count += records.length;
  };
  const reader = await startReader({ kafka, topic, from: 'end', onRecords });
  return { count: () => count, stop: () => reader.stop() };
}

function countFrom(placed: ReadonlyMap<string, string>): () => number {
  const before = placed.size;
  return () => placed.size - before;
}

/** When the backlog existed, the exporter reported it, the autoscaler acted, and a second pod was ready. */
async function timeParts(shop: Shop, scaling: ScalingLog): Promise<string> {
  const kafka = createKafkaClient({ brokers: [shop.kafka.address], clientId: 'watch' }, silent);
  const probe = createLagProbe({ kafka, group, topics: [topic] });
  const lagUrl = `${await urlOf('kafka-lag-metrics', 8083)}/api/lag`;
  const soon = { everyMs: 50 };
  const more = (lag: number) => lag > baker.capacity;
  try {
    await eventually('a backlog', () => probe.lag(), more, soon);
    const there = Date.now();
    await eventually('the exporter reports it', () => reportedLag(shop, lagUrl), more, soon);
    const reported = Date.now();
    const changed = await eventually(
      'more replicas',
      () => scaling.samples.find(({ spec }) => spec > 1),
      Boolean,
      soon,
    );
    const ready = await eventually(
      'a second is ready',
      () => scaling.samples.find((s) => s.ready > 1),
      Boolean,
      soon,
    );
    const parts = {
      collection: reported - there,
      'HPA sync': (changed?.at ?? 0) - reported,
      'pod ready': (ready?.at ?? 0) - (changed?.at ?? 0),
      'in all': (ready?.at ?? 0) - there,
    };
    return Object.entries(parts)
      .map(([part, ms]) => `${part} ${(ms / 1000).toFixed(1)} s`)
      .join(', ');
  } finally {
    await probe.stop();
  }
}

async function reportedLag({ issuer }: Shop, url: string): Promise<number> {
  const headers = { authorization: `Bearer ${await issuer.token('sre')}` };
  const { groups } = reportShape.parse(await (await fetch(url, { headers })).json());
  const own = groups.find((one) => one.group === group);
  return own?.topics.find((one) => one.topic === topic)?.lag ?? 0;
}
