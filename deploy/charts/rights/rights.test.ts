import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { type SpawnedService, spawnService } from '@cupcakery/kit/testing/spawn-service';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { startBroker } from '@cupcakery/local/kafka/broker';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ofKind, render } from '../rendering/helm.ts';
import { environmentOf, podsOf, programOf } from '../rendering/pods.ts';
import { forbiddenWrites, grantRights, notAuthorized, refusalOfWrite, rightsShape } from './grant-rights.ts';

// The whole application with exactly the rights that the charts request, on a real broker that enforces them. A stand-in
// for the User Operator makes users and rights from the KafkaUsers; the broker speaks SASL without TLS here.

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const manifests = [...render('cupcakery'), ...render('kafka-lag-metrics', { release: 'lag' })];
const topicShape = z.looseObject({ topicName: z.string(), config: z.record(z.string(), z.string()) });
const users = ofKind(manifests, 'KafkaUser').map(({ metadata, spec }) => ({
  name: metadata.name,
  acls: rightsShape.parse(spec).authorization.acls,
}));
const passwordOf = (user: string) => `secret-of-${user}`;
const passwordFileOf = (user: string) => join(dir, `${user}.password`);

const dir = mkdtempSync(join(tmpdir(), 'cupcakery-rights-'));
const services: SpawnedService[] = [];
let broker: Awaited<ReturnType<typeof startBroker>>;
let address = '';
let apiPort = 0;
let lagPort = 0;
let gatewayPort = 0;
let orderId = '';

beforeAll(async () => {
  const [port = 0, controllerPort = 0, saslPort = 0, ...others] = await freePorts(8);
  [apiPort = 0, lagPort = 0, gatewayPort = 0] = others;
  address = `localhost:${saslPort}`;
  broker = await startBroker({
    dataDir: dir,
    port,
    controllerPort,
    formatArguments: users.flatMap(({ name }) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=${passwordOf(name)}]`,
    ]),
    extraProperties: {
      listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort},SASL://127.0.0.1:${saslPort}`,
      'advertised.listeners': `PLAINTEXT://localhost:${port},SASL://${address}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.sasl.scram-sha-512.sasl.jaas.config':
        'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // The administrator; nothing else uses the plaintext listener.
      'super.users': 'User:ANONYMOUS',
    },
  });
  const admin = createKafkaClient({ brokers: [broker.brokers], clientId: 'admin' }, silent);
  await ensureTopics(
    admin,
    ofKind(manifests, 'KafkaTopic').map(({ spec }) => {
      const { topicName: name, config } = topicShape.parse(spec);
      return { name, partitions: 2, config: { ...config, 'min.insync.replicas': '1' } };
    }),
  );
  await grant(broker.brokers);
  startServices();
}, 120_000);

afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await broker?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function grant(plaintext: string): Promise<void> {
  const admin = new Kafka({ brokers: [plaintext], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await grantRights(admin, users);
  await admin.disconnect();
}

/** One process of each workload, with its environment but for what belongs to this machine. */
function startServices(): void {
  // Before any starts: workers share one, and must not find it half written.
  for (const { name } of users) writeFileSync(passwordFileOf(name), passwordOf(name));
  for (const { spec } of podsOf(manifests)) {
    for (const container of spec.containers) {
      const program = programOf(container);
      const environment = environmentOf(container);
      const user = environment.KAFKA_USERNAME;
      if (program === undefined || user === undefined) continue;
      const file = passwordFileOf(user);
      const own = Object.fromEntries(
        Object.entries(environment).filter(
          ([name]) =>
            !/^(OIDC_|KAFKA_SSL|KAFKA_CA|NODE_OPTIONS|EXTERNAL|TLS_|SHUTDOWN_DELAY|LAG_)/.test(name),
        ),
      );
      const ports: Record<string, number> = {
        'order-api': apiPort,
        'lag-exporter': lagPort,
        gateway: gatewayPort,
      };
      services.push(
        spawnService(program, {
          ...own,
          HOST: '127.0.0.1',
          PORT: String(ports[program] ?? 0),
          ADMIN_PORT: '0',
          LOG_LEVEL: 'error',
          ORDER_API_URL: `http://127.0.0.1:${apiPort}`,
          KAFKA_BROKERS: address,
          KAFKA_PASSWORD_FILE: file,
          WORKFLOWS_DIR: 'charts/cupcakery/workflows',
        }),
      );
    }
  }
}

test('an order goes through all stages', { timeout: 90_000 }, async () => {
  expect(services).toHaveLength(9);
  const order = { Order: { Flavour: 'Vanilla', Size: 'M', Quantity: 6 } };
  orderId = await vi.waitFor(async () => {
    const answer = await fetch(`http://127.0.0.1:${apiPort}/api/v1/order`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'rights' },
      body: JSON.stringify(order),
    });
    expect(answer.status).toBe(201);
    return z.looseObject({ correlationId: z.string() }).parse(await answer.json()).correlationId;
  }, 60_000);
  await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${apiPort}/api/v1/workflows/cupcakes/orders/${orderId}`);
      expect(await answer.json()).toMatchObject({ order: { status: 'finished' } });
    },
    { timeout: 60_000, interval: 500 },
  );
});

test('the gateway shows it with its history', { timeout: 60_000 }, async () => {
  const query = `{ order(id: "${orderId}") { status history { complete events { type } } } }`;
  await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${gatewayPort}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      expect(await answer.json()).toMatchObject({
        data: { order: { status: 'FINISHED', history: { complete: true } } },
      });
    },
    { timeout: 30_000, interval: 500 },
  );
});

test('the lag of each group is reported', { timeout: 60_000 }, async () => {
  const lag = z.looseObject({ group: z.string() });
  await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${lagPort}/api/lag`);
      const { groups } = z
        .object({ groups: z.array(lag) })
        .loose()
        .parse(await answer.json());
      const names = groups.map(({ group }) => group);
      expect(names).toEqual(expect.arrayContaining(['cupcakes.processor', 'cupcakes.mix', 'cupcakes.ship']));
    },
    { timeout: 30_000, interval: 500 },
  );
});

test('records that wait are counted where the lag exporter may read, and unknown elsewhere', {
  timeout: 90_000,
}, async () => {
  const topics = ['readytobake', 'another-shop'];
  const plain = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING });
  const admin = plain.admin();
  const producer = plain.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  try {
    await admin.createTopics({ topics: [{ topic: 'another-shop', numPartitions: 1 }] });
    for (const topic of topics) {
      await producer.send({ topic, messages: [{ key: 'k', value: 'v', partition: 0 }] });
      await admin.setOffsets({ groupId: 'onlooker', topic, partitions: [{ partition: 0, offset: '0' }] });
    }
  } finally {
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  }
  const number = z.number().nullable();
  const shape = z.looseObject({
    groups: z.array(
      z.looseObject({
        group: z.string(),
        topics: z.array(z.looseObject({ topic: z.string(), lag: number, records: number })),
      }),
    ),
  });
  await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${lagPort}/api/lag`);
      const { groups } = shape.parse(await answer.json());
      const numbers = groups
        .filter(({ group }) => group === 'onlooker')
        .flatMap((one) => one.topics.map(({ topic, lag, records }) => ({ topic, lag, records })));
      expect(numbers).toHaveLength(2);
      expect(numbers).toContainEqual({ topic: 'another-shop', lag: 1, records: null });
      const baking = numbers.find(({ topic }) => topic === 'readytobake');
      expect(baking?.lag).toBeGreaterThan(0);
      expect(baking?.records).toBeGreaterThan(0);
    },
    { timeout: 60_000, interval: 500 },
  );
});

const clientOf = (user: string) =>
  new Kafka({
    brokers: [address],
    sasl: { mechanism: 'scram-sha-512', username: user, password: passwordOf(user) },
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });

test.each(forbiddenWrites)('%s cannot write %s', async (service, topic) => {
  const refusal = await refusalOfWrite(clientOf(`cupcakery-${service}`), topic);
  expect(String(refusal)).toMatch(notAuthorized);
});

test('the lag exporter can neither write nor delete', async () => {
  const kafka = clientOf('lag-kafka-lag-metrics');
  expect(String(await refusalOfWrite(kafka, 'readytobake'))).toMatch(notAuthorized);
  const admin = kafka.admin();
  await admin.connect();
  try {
    await expect(admin.deleteGroups(['cupcakes.bake'])).rejects.toThrow();
  } finally {
    await admin.disconnect();
  }
});
