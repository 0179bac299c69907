import type { Promises } from '@cupcakery/e2e/load/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Values } from '../../../charts/rendering/helm.ts';
import { secondImageTag } from '../../settings/settings.ts';
import { clients } from '../kubernetes/clients.ts';
import { helm, installShop, namespace, type Shop, urlOf } from '../shop/shop.ts';
import { cupcakes, glazedCupcakes, workflows } from '../shop/shop-values.ts';
import { eventually } from '../usage/eventually.ts';
import { assertInvariants, startOrders } from '../usage/orders.ts';

const perSecond = 2;
const topicsShape = z.looseObject({
  items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })),
});

/** What changes over an installation's life, under load. */
export function changeSteps(shop: () => Shop): void {
  test('an upgrade to another image, with workers back on W.commands, under load loses nothing and refuses no caller', async () => {
    const { image, ...rest } = imagesShape.parse(shop().values);
    const second = {
      services: { ...image.services, tag: secondImageTag },
      web: { ...image.web, tag: secondImageTag },
    };
    const promises = await during(shop(), () =>
      installShop(shop(), { ...rest, image: second, stageWorker: { commandTopic: 'commands' } }),
    );
    expect(await commandTopics()).toEqual(['commands']);
    expect(await imagesInUse()).toEqual([secondImageTag]);
    expect(refusals(promises)).toEqual([]);
    expect(await assertInvariants(shop(), cupcakes())).toEqual([]);
  });

  test('so does a rollback, which moves them to W.work again', async () => {
    const promises = await during(shop(), () =>
      helm(['rollback', 'cupcakery', '1', '--wait', '--timeout', '10m']),
    );
    expect(await imagesInUse()).not.toContain(secondImageTag);
    expect(await commandTopics()).toEqual(['work']);
    expect(refusals(promises)).toEqual([]);
    expect(await assertInvariants(shop(), cupcakes())).toEqual([]);
  });

  test('a new stage under load: orders in progress keep their route, later ones pass it', async () => {
    const values: Values = { ...shop().values, workflows: workflows(glazedCupcakes()) };
    const promises = await during(shop(), () => installShop(shop(), values));
    expect(refusals(promises)).toEqual([]);
    const after = await startOrders(shop(), perSecond, { cancels: false });
    await eventually(
      '20 more orders',
      () => after.promises.placed.size,
      (placed) => placed >= 20,
    );
    const { placed } = await after.stop();
    expect(await assertInvariants(shop(), glazedCupcakes())).toEqual([]);
    const [last = ''] = [...placed.values()].slice(-1);
    expect(await stagesOf(shop(), last)).toContain('glaze');
  });

  test('uninstalling keeps the topics, and the next installation knows the orders', async () => {
    const [id = ''] = [...(await lastOrders(shop()))];
    const before = await topics();
    await helm(['uninstall', 'cupcakery', '--wait']);
    expect(await topics()).toEqual(before);
    await eventually('its pods are gone', podNames, (names) => names.length === 0);
    await installShop(shop());
    expect(await stagesOf(shop(), id)).toContain('glaze');
  });
}

const imagesShape = z.looseObject({
  image: z.object({
    services: z.looseObject({ tag: z.string() }),
    web: z.looseObject({ tag: z.string() }),
  }),
});

/** Places orders while something is done, and some time before and after. */
async function during(shop: Shop, change: () => Promise<unknown>): Promise<Promises> {
  // No cancels: one at the other pod while a transaction hangs may rightly get 503, with Retry-After.
  const load = await startOrders(shop, perSecond, { cancels: false });
  const { placed } = load.promises;
  await eventually(
    'orders before',
    () => placed.size,
    (count) => count >= 20,
  );
  await change();
  const then = placed.size;
  await eventually(
    'orders after',
    () => placed.size,
    (count) => count >= then + 20,
  );
  const promises = await load.stop();
  console.log(`${placed.size} orders meanwhile; repeated: ${JSON.stringify([...promises.repeatedFor])}`);
  return promises;
}

/**
 * What a caller must not see when pods are exchanged: errors, and connections that break. 202 is an answer: the order
 * is accepted, its decision follows when the processor's partitions have a new owner.
 */
const refusals = ({ repeatedFor }: Promises): string[] =>
  [...repeatedFor.keys()].filter((why) => !why.startsWith('status 202'));

async function imagesInUse(): Promise<string[]> {
  const { items } = await clients.core.listNamespacedPod({
    namespace,
    labelSelector: 'app.kubernetes.io/instance=cupcakery',
  });
  const running = items.filter(
    ({ metadata, status }) => status?.phase === 'Running' && metadata?.deletionTimestamp === undefined,
  );
  const tags = running.flatMap(({ spec }) =>
    (spec?.containers ?? []).map(({ image = '' }) => image.split(':')[1] ?? ''),
  );
  return [...new Set(tags)];
}

/** Where the workers that run write their commands. */
async function commandTopics(): Promise<(string | undefined)[]> {
  const { items } = await clients.core.listNamespacedPod({
    namespace,
    labelSelector: 'app.kubernetes.io/instance=cupcakery,app.kubernetes.io/component=stage-worker',
  });
  const running = items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const topics = running.map(
    ({ spec }) => spec?.containers[0]?.env?.find(({ name }) => name === 'COMMAND_TOPIC')?.value,
  );
  return [...new Set(topics)];
}

/** But for the finished pod of `helm test`, which Helm leaves for its log. */
async function podNames(): Promise<(string | undefined)[]> {
  const { items } = await clients.core.listNamespacedPod({
    namespace,
    labelSelector: 'app.kubernetes.io/instance=cupcakery,app.kubernetes.io/component!=test',
  });
  return items.map(({ metadata }) => metadata?.name);
}

async function topics(): Promise<string[]> {
  const kind = { group: 'kafka.strimzi.io', version: 'v1', namespace, plural: 'kafkatopics' };
  const { items } = topicsShape.parse(await clients.custom.listNamespacedCustomObject(kind));
  return items.map(({ metadata }) => metadata.name).sort();
}

const orderShape = z.looseObject({
  order: z.looseObject({ id: z.string(), stages: z.array(z.looseObject({ name: z.string() })) }),
});

async function stagesOf(shop: Shop, id: string): Promise<string[]> {
  const url = `${await urlOf('cupcakery-order-api', 8081)}/api/v1/workflows/cupcakes/orders/${id}`;
  const headers = { authorization: `Bearer ${await shop.issuer.token('admin')}` };
  return orderShape.parse(await (await fetch(url, { headers })).json()).order.stages.map(({ name }) => name);
}

async function lastOrders(shop: Shop): Promise<string[]> {
  const load = await startOrders(shop, perSecond, { cancels: false });
  await eventually(
    'an order',
    () => load.promises.placed.size,
    (placed) => placed > 0,
  );
  const { placed } = await load.stop();
  expect(await assertInvariants(shop, glazedCupcakes())).toEqual([]);
  return [...placed.values()];
}
