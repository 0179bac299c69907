import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load } from '@cupcakery/e2e/load/load';
import { postIdempotently } from '@cupcakery/e2e/load/order-api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { addresses } from '../../settings/settings.ts';
import { clients } from '../kubernetes/clients.ts';
import { kubectl } from '../kubernetes/kubectl.ts';
import { namespace, type Shop, urlOf } from '../shop/shop.ts';
import { cupcakes, kettle } from '../shop/shop-values.ts';
import { restartApiServer } from '../usage/api-server.ts';
import { eventually } from '../usage/eventually.ts';
import { assertInvariants, startOrders } from '../usage/orders.ts';
import { backlogOf } from '../usage/queries.ts';
import { type ScalingLog, startScalingLog } from '../usage/scaling-log.ts';

const object = 'cupcakery-cupcakes-bake';
const exporter = 'kafka-lag-metrics';
/** How long the exporter is down: four times what an autoscaler looks back by default. */
const awayMs = 60_000;

/** What scaling does, and how it is explained, when something that it depends on is down. */
export function failureSteps(shop: () => Shop): void {
  test('while Kafka does not answer, replicas stay and the metric is reported as missing', async () => {
    const { load, scaling } = await severalBakers(shop());
    shop().kafka.freeze();
    try {
      const missing = await eventually(
        'the reason is right',
        () => backlogOf(shop(), 'cupcakes', 'bake'),
        ({ reasonCode, stale }) => reasonCode === 'METRIC_MISSING' && stale,
      );
      console.log(`with the metric missing: ${missing.reason}`);
      const before = scaling.now()?.spec;
      await sleep(20_000);
      expect(scaling.now()?.spec).toBe(before);
    } finally {
      shop().kafka.thaw();
    }
    await eventually(
      'the metric is back',
      () => backlogOf(shop(), 'cupcakes', 'bake'),
      ({ reasonCode, stale }) => reasonCode !== 'METRIC_MISSING' && !stale,
    );
    await load.stop();
    await scaling.stop();
    expect(await assertInvariants(shop(), cupcakes())).toEqual([]);
  });

  test('a dead dependency is the reason shown, and its tickets wait for it', async () => {
    const url = `${await urlOf('cupcakery-order-api', 8081)}/api/v1/workflows/tea/orders`;
    const headers = async () => ({ authorization: `Bearer ${await shop().issuer.token('admin')}` });
    const placed = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        const answer = await eventually(
          `tea ${n} is ordered`,
          () => postIdempotently(url, `tea-${n}`, { details: {} }, headers),
          ({ kind }) => kind !== 'retry',
        );
        if (answer.kind !== 'order') throw new Error(JSON.stringify(answer));
        return answer.id;
      }),
    );
    const down = await eventually(
      'the reason is right',
      () => backlogOf(shop(), 'tea', 'boil'),
      ({ reasonCode }) => reasonCode === 'DEPENDENCY_DOWN',
    );
    console.log(`with a dead dependency: ${down.reason}`);
    expect(down.lag).toBeGreaterThanOrEqual(12);

    const boiled: string[] = [];
    const server = createServer((request, response) => {
      // Without a ticket in hand, a worker probes with HEAD whether its target is back: that boils nothing.
      if (request.method === 'POST') boiled.push(String(request.headers['idempotency-key']));
      request.resume();
      response.end();
    });
    await once(server.listen(kettle.port, addresses.node), 'listening');
    try {
      for (const id of placed) {
        await eventually(
          `${id} is served`,
          async () =>
            orderShape.parse(await (await fetch(`${url}/${id}`, { headers: await headers() })).json()).order
              .status,
          (status) => status === 'finished',
        );
      }
      await eventually(
        'the dependency is no longer the reason',
        () => backlogOf(shop(), 'tea', 'boil'),
        ({ reasonCode, lag }) => reasonCode !== 'DEPENDENCY_DOWN' && lag === 0,
      );
      expect(new Set(boiled).size).toBe(placed.length);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('the exporter is away for a minute: replicas hold, and follow again afterwards', async () => {
    const { load, scaling } = await severalBakers(shop());
    await kubectl('scale', `deployment/${exporter}`, '--replicas=0', '--namespace', namespace);
    await eventually('no exporter is left', exporterPods, (names) => names.length === 0);
    const before = scaling.samples.length;
    const held = scaling.now()?.spec;
    // The load ends meanwhile: with a metric, the bakers would be scaled down.
    await load.stop();
    await sleep(awayMs);
    console.log(
      `without the exporter: ${held} bakers before, ${scaling.now()?.spec} after ${awayMs / 1000} s`,
    );
    expect(scaling.samples.slice(before).filter(({ spec }) => spec !== held)).toEqual([]);
    await kubectl('scale', `deployment/${exporter}`, '--replicas=2', '--namespace', namespace);
    await eventually(
      'bakers follow the lag again',
      () => scaling.now(),
      (now) => now?.spec === 1,
    );
    await scaling.stop();
    expect(await assertInvariants(shop(), cupcakes())).toEqual([]);
  });

  test('the API server restarts: the exporter keeps explaining, without being restarted', async () => {
    await restartApiServer();
    const load = await startOrders(shop(), 6, { cancels: false });
    await eventually(
      'what happened since is explained',
      () => backlogOf(shop(), 'cupcakes', 'bake'),
      ({ replicas, stale }) => !stale && (replicas ?? 0) >= 3,
    );
    await load.stop();
    await eventually(
      'and the way down as well',
      () => backlogOf(shop(), 'cupcakes', 'bake'),
      ({ replicas, wantedReplicas }) => replicas === 1 && wantedReplicas === 1,
    );
    const { items } = await clients.core.listNamespacedPod({ namespace, labelSelector });
    expect(items.map((pod) => pod.status?.containerStatuses?.[0]?.restartCount)).toEqual([0, 0]);
    expect(await assertInvariants(shop(), cupcakes())).toEqual([]);
  });
}

/** A load under which more than two bakers work. */
async function severalBakers(shop: Shop): Promise<{ load: Load; scaling: ScalingLog }> {
  const load = await startOrders(shop, 3, { cancels: false });
  const scaling = startScalingLog(object);
  await eventually(
    'several bakers',
    () => scaling.now(),
    (now) => (now?.ready ?? 0) > 2,
  );
  return { load, scaling };
}

const orderShape = z.looseObject({ order: z.looseObject({ id: z.string(), status: z.string() }) });
const labelSelector = `app.kubernetes.io/name=${exporter}`;

async function exporterPods(): Promise<(string | undefined)[]> {
  const { items } = await clients.core.listNamespacedPod({ namespace, labelSelector });
  return items.map((pod) => pod.metadata?.name);
}
