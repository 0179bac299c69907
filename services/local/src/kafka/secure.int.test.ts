import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createKafkaClient,
  type KafkaSettings,
  kafkaSettings,
} from '@cupcakery/kit/kafka/admin/kafka-client';
import { startTopicWatch } from '@cupcakery/kit/kafka/admin/topic-watch';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { WriteForbidden } from '@cupcakery/kit/kafka/produce/write-forbidden';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  ResourcePatternTypes,
} from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBroker } from './broker.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupcakery-secure-'));
const file = (name: string) => join(dir, name);
const silent = { debug() {}, info() {}, warn() {}, error() {} };
let broker: Awaited<ReturnType<typeof startBroker>>;
let saslPort = 0;
let mtlsPort = 0;

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'ignore' });

/** A certificate for `name`, signed by the test's own authority; PEM with the key beside it. */
function certificate(name: string): void {
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${name}`,
  );
  writeFileSync(file(`${name}.ext`), 'subjectAltName=DNS:localhost\n');
  const signing = [
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    `${name}.ext`,
  ];
  openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...signing);
  writeFileSync(
    file(`${name}.pem`),
    readFileSync(file(`${name}.key`), 'utf8') + readFileSync(file(`${name}.crt`), 'utf8'),
  );
}

beforeAll(async () => {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '2',
    '-subj',
    '/CN=test-ca',
  );
  certificate('server');
  certificate('client');
  const ports = await freePorts(4);
  const [port = 0, controllerPort = 0] = ports;
  [saslPort, mtlsPort] = [ports[2] ?? 0, ports[3] ?? 0];
  const jaas = 'org.apache.kafka.common.security';
  broker = await startBroker({
    dataDir: dir,
    port,
    controllerPort,
    formatArguments: ['alice', 'carol'].flatMap((name) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=${name}-secret]`,
    ]),
    extraProperties: {
      listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort},SASL://127.0.0.1:${saslPort},MTLS://127.0.0.1:${mtlsPort}`,
      'advertised.listeners': `PLAINTEXT://localhost:${port},SASL://localhost:${saslPort},MTLS://localhost:${mtlsPort}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL,MTLS:SSL',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
      'listener.name.sasl.plain.sasl.jaas.config': `${jaas}.plain.PlainLoginModule required user_bob="bob-secret";`,
      'listener.name.sasl.scram-sha-512.sasl.jaas.config': `${jaas}.scram.ScramLoginModule required;`,
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': file('server.pem'),
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': file('ca.crt'),
      'listener.name.mtls.ssl.client.auth': 'required',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'allow.everyone.if.no.acl.found': 'true',
      'super.users': 'User:ANONYMOUS;User:alice',
    },
  });
}, 180_000);
afterAll(async () => {
  await broker?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Settings as a service reads them from its environment. */
function settings(env: Partial<Parameters<typeof kafkaSettings>[0]>): KafkaSettings {
  const required = {
    KAFKA_BROKERS: [`localhost:${saslPort}`],
    KAFKA_SSL: true,
    KAFKA_CA_FILE: file('ca.crt'),
  };
  return kafkaSettings({ ...required, ...env }, 'test');
}

/** Writes and reads one record. */
async function roundTrip(how: KafkaSettings): Promise<string | undefined> {
  const kafka = createKafkaClient(how, silent);
  const topic = `secure-${Math.random().toString(36).slice(2)}`;
  await ensureTopics(kafka, [{ name: topic, partitions: 1, config: {} }]);
  const producer = await startProducer({ kafka, topics: [topic] });
  await producer.send([{ topic, partition: 0, key: 'k', value: 'carried' }]);
  let seen: string | undefined;
  const reader = await startReader({
    kafka,
    topic,
    from: 'start',
    onRecords: (_partition, records) => {
      seen = records[0]?.value?.toString();
    },
  });
  await reader.caughtUp;
  await reader.stop();
  await producer.stop();
  return seen;
}

describe('a broker that authenticates its clients', () => {
  it.each([
    [
      'TLS and SCRAM-SHA-512',
      { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_USERNAME: 'alice', KAFKA_PASSWORD: 'alice-secret' },
    ],
    [
      'TLS and PLAIN, as Event Hubs does',
      { KAFKA_SASL_MECHANISM: 'plain', KAFKA_USERNAME: 'bob', KAFKA_PASSWORD: 'bob-secret' },
    ],
  ] as const)('lets in by %s', async (_how, env) => {
    expect(await roundTrip(settings(env))).toBe('carried');
  });

  it('lets in by a password from a file', async () => {
    writeFileSync(file('password'), 'alice-secret\n');
    const env = {
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_USERNAME: 'alice',
      KAFKA_PASSWORD_FILE: file('password'),
    } as const;
    expect(await roundTrip(settings(env))).toBe('carried');
  });

  it('lets in by a client certificate (mTLS)', async () => {
    const env = {
      KAFKA_BROKERS: [`localhost:${mtlsPort}`],
      KAFKA_CERT_FILE: file('client.crt'),
      KAFKA_KEY_FILE: file('client.key'),
    };
    expect(await roundTrip(settings(env))).toBe('carried');
  });

  it('shows a service the topics that it may see: those of others keep it from nothing', async () => {
    const alice = settings({
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_USERNAME: 'alice',
      KAFKA_PASSWORD: 'alice-secret',
    });
    const topics = ['of-all', 'of-alice', 'of-all-too'];
    const specs = topics.map((name, i) => ({ name, partitions: i + 1, config: {} }));
    await ensureTopics(createKafkaClient(alice, silent), specs);
    const admin = new Kafka(createKafkaClient(alice, silent).config).admin();
    await admin.connect();
    const rights = { operation: AclOperationTypes.READ, permissionType: AclPermissionTypes.ALLOW };
    await admin.createAcls({
      acl: [
        {
          ...rights,
          principal: 'User:alice',
          host: '*',
          resourceType: AclResourceTypes.TOPIC,
          resourceName: 'of-alice',
          resourcePatternType: ResourcePatternTypes.LITERAL,
        },
      ],
    });
    await admin.disconnect();
    const bob = settings({
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_USERNAME: 'bob',
      KAFKA_PASSWORD: 'bob-secret',
    });
    const kafka = createKafkaClient(bob, silent);
    const watch = (names: string[]) =>
      startTopicWatch(
        { kafka, topics: names, required: names, onWaiting() {}, onProblem() {} },
        new AbortController().signal,
      );
    await (await watch(['of-all', 'of-alice'])).stop();
    await expect(watch(topics)).rejects.toThrow('topic of-all-too has 3 partitions, of-all has 1');
  });

  it('keeps out a wrong password, and says so', async () => {
    const env = {
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_USERNAME: 'alice',
      KAFKA_PASSWORD: 'wrong',
    } as const;
    await expect(roundTrip(settings(env))).rejects.toThrow(/authentication/i);
  });

  it('is kept out itself when its certificate is not trusted', async () => {
    const how = settings({
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_USERNAME: 'bob',
      KAFKA_PASSWORD: 'bob-secret',
    });
    await expect(roundTrip({ ...how, tls: {} })).rejects.toThrow(
      /certificate|signed|Failed to connect|Connection error/i,
    );
  });
});

it('a topic without the right to write fails its own sends only, whatever shares their request', async () => {
  const [own, foreign] = ['own', 'foreign'];
  const admin = new Kafka({ brokers: [broker.brokers], logLevel: 0 }).admin();
  await admin.connect();
  const topics = [own, foreign].map((topic) => ({ topic, numPartitions: 1 }));
  await admin.createTopics({ topics });
  const right = (resourceName: string, operation: AclOperationTypes) => ({
    resourceType: AclResourceTypes.TOPIC,
    resourceName,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: 'User:carol',
    host: '*',
    operation,
    permissionType: AclPermissionTypes.ALLOW,
  });
  const { WRITE, DESCRIBE } = AclOperationTypes;
  await admin.createAcls({ acl: [right(own, WRITE), right(own, DESCRIBE), right(foreign, DESCRIBE)] });
  await admin.disconnect();

  const env = {
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_USERNAME: 'carol',
    KAFKA_PASSWORD: 'carol-secret',
  } as const;
  const producer = await startProducer({
    kafka: createKafkaClient(settings(env), silent),
    topics: [own, foreign],
  });
  const send = (topic: string) => producer.send([{ topic, partition: 0, key: 'k', value: 'v' }]);
  const outcomes = await Promise.allSettled([send(own), send(foreign), send(own)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(send(foreign)).rejects.toBeInstanceOf(WriteForbidden);
  await expect(send(foreign)).rejects.toThrow('no right to write to topic foreign');
  await send(own);
  await producer.stop();
});

describe('half a configuration', () => {
  it.each([
    [{ KAFKA_CERT_FILE: file('client.crt') }, /go together/],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, /needs KAFKA_USERNAME/],
    [{ KAFKA_CA_FILE: file('missing.crt') }, /KAFKA_CA_FILE=.*missing/],
  ] as const)('is refused: %o', (env, message) => {
    expect(() => settings(env as Parameters<typeof settings>[0])).toThrow(message);
  });
});
