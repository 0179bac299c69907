import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { forbiddenWrites, notAuthorized, refusalOfWrite } from '../../../charts/rights/grant-rights.ts';
import { addresses, paths } from '../../settings/settings.ts';
import { clients } from '../kubernetes/clients.ts';
import { kubectl } from '../kubernetes/kubectl.ts';
import {
  createCallerSecret,
  helm,
  installLag,
  installShop,
  namespace,
  type Shop,
  urlOf,
} from '../shop/shop.ts';
import { eventually } from '../usage/eventually.ts';
import { answersWithoutToken, open } from '../usage/open-ports.ts';
import { recordPlaced } from '../usage/orders.ts';
import { queryGateway } from '../usage/queries.ts';

const metricsShape = z.object({
  items: z.array(
    z.looseObject({
      metricName: z.string(),
      metricLabels: z.record(z.string(), z.string()),
      value: z.string(),
    }),
  ),
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
    await createCallerSecret(shop());
    expect(await helm(['test', 'cupcakery'])).toMatch(/Phase:\s+Succeeded/);
    const logs = await kubectl('logs', '--namespace', namespace, 'cupcakery-test');
    recordPlaced('helm-test', /^placed (\S+):/m.exec(logs)?.[1] ?? logs);
  });

  test('an order goes through all stages, and GraphQL shows its history', async () => {
    const api = `${await urlOf('cupcakery-order-api', 8081)}/api/v1`;
    const headers = { authorization: `Bearer ${await shop().issuer.token('customer')}` };
    const placed = await fetch(`${api}/order`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': 'first' },
      body: JSON.stringify({ Order: { Flavour: 'Vanilla', Size: 'M', Quantity: 6 } }),
    });
    expect(placed.status).toBe(201);
    const { correlationId: id } = z.looseObject({ correlationId: z.string() }).parse(await placed.json());
    recordPlaced('first', id);
    await eventually(
      'the order is finished',
      async () => (await fetch(`${api}/workflows/cupcakes/orders/${id}`, { headers })).json(),
      (body) =>
        z.looseObject({ order: z.looseObject({ status: z.literal('finished') }) }).safeParse(body).success,
    );
    const query = `{ order(id: "${id}") { status history { complete events { type } } } }`;
    const answer = await eventually(
      'the gateway shows it',
      () => queryGateway(shop(), query),
      (body) => JSON.stringify(body).includes('FINISHED'),
    );
    expect(answer).toMatchObject({ data: { order: { history: { complete: true } } } });
  });

  test('no port of any pod answers without a token, but with probes, files and what describes the interfaces', async () => {
    const answers = await answersWithoutToken(namespace);
    console.log(
      answers.map(({ component, port, answered }) => `${component}:${port} ${answered.join(' ')}`).join('\n'),
    );
    expect(answers.length).toBeGreaterThan(10);
    for (const { component, port, answered } of answers)
      expect([component, port, answered]).toEqual([
        component,
        port,
        open[`${component}:${port}`] ?? open[`:${port}`] ?? [],
      ]);
  });

  test('no order is taken without a token', async () => {
    const orders = `${await urlOf('cupcakery-order-api', 8081)}/api/v1/workflows/cupcakes/orders`;
    expect((await fetch(orders, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  test('a person signs in at the provider of the installation, and reads lags, which the gateway has by a token of its own', async () => {
    const token = await shop().issuer.token('admin');
    const answer = await fetch(`${shop().origin.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: '{ me { subject name roles } backlog(workflow: "cupcakes") { source stale } }',
      }),
    });
    const body = await answer.json();
    expect(body).toMatchObject({ data: { me: { name: 'Ada' }, backlog: { source: 'LAG_EXPORTER' } } });
  });

  test.each(forbiddenWrites)("%s's password does not permit writes to %s", async (service, topic) => {
    const user = `cupcakery-${service}`;
    const secret = await clients.core.readNamespacedSecret({ namespace, name: user });
    const password = Buffer.from(secret.data?.password ?? '', 'base64').toString();
    const refusal = await refusalOfWrite(clientOf(shop(), user, password), topic);
    expect(String(refusal)).toMatch(notAuthorized);
  });

  test('a wrong password is refused', async () => {
    const producer = clientOf(shop(), 'cupcakery-gateway', 'guessed').producer();
    await expect(producer.connect()).rejects.toThrow(/authentication/i);
  });

  test("the external metrics API reports a stage's lag, and kubectl get hpa shows it", async () => {
    const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/kafka_consumergroup_lag_sum`;
    const selector = encodeURIComponent('consumergroup=cupcakes.bake,topic=readytobake');
    const printed = await kubectl('get', '--raw', `${path}?labelSelector=${selector}`);
    console.log(printed);
    const { items } = metricsShape.parse(JSON.parse(printed));
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

  test("without the aggregator's certificate the endpoint refuses; with it both replicas answer alike", async () => {
    const { items } = await clients.core.listNamespacedPod({
      namespace,
      labelSelector: 'app.kubernetes.io/name=kafka-lag-metrics',
    });
    const [host = '', other = ''] = items.map((pod) => pod.status?.podIP ?? '');
    expect(await requestMetrics(host, {})).toMatchObject({ status: 401 });
    expect(await requestMetrics(host, identity('admin')), "an administrator's own certificate").toMatchObject(
      {
        status: 401,
      },
    );
    const aggregator = identity('front-proxy-client');
    await eventually(
      'both report the same',
      () => Promise.all([host, other].map((one) => requestMetrics(one, aggregator))),
      ([one, two]) => one?.status === 200 && two?.status === 200 && one.values === two.values,
    );
  });
}

const metricPath = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/kafka_consumergroup_records_sum`;

const identity = (name: string) => ({
  key: readFileSync(join(paths.pki, `${name}.key`)),
  cert: readFileSync(join(paths.pki, `${name}.crt`)),
});

/** Requests the metrics of one exporter pod as the aggregator would; `values` without the time of collection. */
async function requestMetrics(
  host: string,
  identity: { key?: Buffer; cert?: Buffer },
): Promise<{ status: number | undefined; values: string }> {
  // Its own certificate is not the question here.
  const outgoing = request({ host, port: 8443, path: metricPath, rejectUnauthorized: false, ...identity });
  outgoing.end();
  const [answer] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(outgoing, 'response'));
  const parsed = metricsShape.safeParse(JSON.parse(await text(answer)));
  const values = parsed.data?.items.map(({ metricLabels, value }) => ({ metricLabels, value }));
  return { status: answer.statusCode, values: JSON.stringify(values) };
}
