import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { forbiddenWrites } from '../../charts/grant-rights.ts';
import { addresses, paths } from '../settings.ts';
import { askGateway, eventually } from './ask.ts';
import { clients } from './clients.ts';
import { kubectl } from './kubectl.ts';
import { remember } from './orders.ts';
import { helm, installLag, installShop, namespace, type Shop, urlOf } from './shop.ts';

const metricsShape = z.object({
  items: z.array(z.looseObject({ metricName: z.string(), value: z.string() })),
});

const clientOf = (shop: Shop, username: string, password: string) =>
  new Kafka({
    brokers: [`${addresses.node}:${shop.kafka.securePort}`],
    ssl: { ca: readFileSync(join(paths.pki, 'ca.crt'), 'utf8') },
    sasl: { mechanism: 'scram-sha-512', username, password },
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });

/** The whole application as real pods, used once, and what is refused. */
export function installSteps(shop: () => Shop): void {
  test('helm installs both charts; every pod gets ready under the Pod Security Standard restricted', async () => {
    await Promise.all([installLag(), installShop(shop())]);
    expect(shop().strimzi.failure()).toBeUndefined();
    const { items } = await clients.core.listNamespacedPod({ namespace });
    const restarted = items.filter((pod) => pod.status?.containerStatuses?.some((c) => c.restartCount > 0));
    expect(restarted.map((pod) => pod.metadata?.name)).toEqual([]);
  });

  test('helm test places an order', async () => {
    expect(await helm(['test', 'cupcakery'])).toMatch(/Phase:\s+Succeeded/);
    const logs = await kubectl('logs', '--namespace', namespace, 'cupcakery-test');
    remember('helm-test', /^placed (\S+):/m.exec(logs)?.[1] ?? logs);
  });

  test('an order goes through all stages, and GraphQL shows its history', async () => {
    const api = `${await urlOf('cupcakery-order-api', 8081)}/api/v1`;
    const headers = { authorization: `Bearer ${await shop().issuer.token(['customer'])}` };
    const placed = await fetch(`${api}/order`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': 'first' },
      body: JSON.stringify({ Order: { Flavour: 'Vanilla', Size: 'M', Quantity: 6 } }),
    });
    expect(placed.status).toBe(201);
    const { correlationId: id } = z.looseObject({ correlationId: z.string() }).parse(await placed.json());
    remember('first', id);
    await eventually(
      'the order is finished',
      async () => (await fetch(`${api}/workflows/cupcakes/orders/${id}`, { headers })).json(),
      (body) =>
        z.looseObject({ order: z.looseObject({ status: z.literal('finished') }) }).safeParse(body).success,
    );
    const query = `{ order(id: "${id}") { status history { complete events { type } } } }`;
    const answer = await eventually(
      'the gateway shows it',
      () => askGateway(shop(), query),
      (body) => JSON.stringify(body).includes('FINISHED'),
    );
    expect(answer).toMatchObject({ data: { order: { history: { complete: true } } } });
  });

  test('nobody is served without a token', async () => {
    const orders = `${await urlOf('cupcakery-order-api', 8081)}/api/v1/workflows/cupcakes/orders`;
    expect((await fetch(orders, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  test.each(forbiddenWrites)("with %s's password nobody writes %s", async (service, topic) => {
    const user = `cupcakery-${service}`;
    const secret = await clients.core.readNamespacedSecret({ namespace, name: user });
    const password = Buffer.from(secret.data?.password ?? '', 'base64').toString();
    const producer = clientOf(shop(), user, password).producer();
    await producer.connect();
    try {
      const sending = producer.send({ topic, messages: [{ key: 'k', value: 'v' }] });
      await expect(sending).rejects.toThrow(/not authorized|authorization failed/i);
    } finally {
      await producer.disconnect();
    }
  });

  test('a wrong password is refused', async () => {
    const producer = clientOf(shop(), 'cupcakery-gateway', 'guessed').producer();
    await expect(producer.connect()).rejects.toThrow(/authentication/i);
  });

  test("the external metrics API tells a stage's lag, and kubectl get hpa shows it", async () => {
    const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/kafka_consumergroup_lag_sum`;
    const selector = encodeURIComponent('consumergroup=cupcakes.bake,topic=readytobake');
    const { items } = metricsShape.parse(
      JSON.parse(await kubectl('get', '--raw', `${path}?labelSelector=${selector}`)),
    );
    expect(items).toMatchObject([
      { metricName: 'kafka_consumergroup_lag_sum', value: expect.stringMatching(/^\d+$/) },
    ]);
    const shown = await eventually(
      'kubectl get hpa shows every lag',
      () => kubectl('get', 'hpa', '--namespace', namespace),
      (table) => !table.includes('<unknown>'),
    );
    console.log(shown);
    expect(shown).toMatch(/cupcakery-cupcakes-bake\s+\S+\s+\d+\/4 \(avg\)/);
  });

  test('a second owner of the external metrics API is refused in one sentence', async () => {
    const args = [
      'install',
      'other',
      'charts/kafka-lag-metrics',
      '--dry-run=server',
      '--set',
      'nameOverride=other',
    ];
    const refusal = await helm(args).catch(String);
    console.log(refusal);
    expect(refusal).toMatch(/belongs to shop\/kafka-lag-metrics already, and a cluster has one/);
  });

  test("without the aggregator's certificate the endpoint refuses", async () => {
    const { items } = await clients.core.listNamespacedPod({
      namespace,
      labelSelector: 'app.kubernetes.io/name=kafka-lag-metrics',
    });
    const host = items[0]?.status?.podIP ?? '';
    const path = '/apis/external.metrics.k8s.io/v1beta1';
    // Its own certificate is not the question here.
    const ask = (identity: { key?: Buffer; cert?: Buffer }) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request(
          { host, port: 8443, path, rejectUnauthorized: false, ...identity },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          },
        );
        asked.once('error', reject);
        asked.end();
      });
    const identity = (name: string) => ({
      key: readFileSync(join(paths.pki, `${name}.key`)),
      cert: readFileSync(join(paths.pki, `${name}.crt`)),
    });
    expect(await ask({})).toBe(401);
    expect(await ask(identity('admin')), "an administrator's own certificate").toBe(401);
    expect(await ask(identity('front-proxy-client'))).toBe(200);
  });
}
