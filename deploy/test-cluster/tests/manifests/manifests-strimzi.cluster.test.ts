import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { render } from '../../../charts/rendering/helm.ts';
import { environmentOf, podsOf } from '../../../charts/rendering/pods.ts';
import { renderings } from '../../../charts/rendering/renderings.ts';
import { strimziPom } from '../../artifacts/strimzi-crds.ts';
import { root } from '../../settings/settings.ts';
import {
  brokerSettings,
  droppedByStrimzi,
  metadataLevel,
  reservedPorts,
  strimziKafkas,
  topicSettings,
} from './kafka-facts.ts';
import { kafkas, mebibytes, nodesWith, pools, topics, users } from './kafka-manifests.ts';
import { type Overlay, overlay, overlays } from './manifest-sets.ts';

/** What no schema of Strimzi refuses, and its operator would only report in its log or in a status. */
const clusters = {
  kind: await overlay('kind'),
  gke: await overlay('gke'),
} satisfies Record<Overlay, unknown>;

const [ofBrokers, ofTopics] = await Promise.all([brokerSettings(), topicSettings()]);

const kafkaOf = (name: Overlay) => {
  const [only, ...others] = kafkas(clusters[name]);
  if (only === undefined || others.length > 0) throw new Error(`overlays/${name} has not just one Kafka`);
  return only;
};
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

test('the same version of Strimzi is installed everywhere, and its Kafkas are known', () => {
  const [, version] = /<strimzi.version>(.+)<\//.exec(readFileSync(strimziPom, 'utf8')) ?? [];
  expect(version).toBe(strimziKafkas.strimzi);
  expect(read('skaffold.yaml')).toMatch(new RegExp(`strimzi-kafka-operator\\n +version: ${version}\\n`));
  expect(read('deploy/kind/up.sh')).toContain(`\nstrimzi=${version}\n`);
  expect(read('deploy/gke/README.md')).toContain(`strimzi-kafka-operator --version ${version} `);
});

test("settings that are Strimzi's own would be found, its exceptions not", async () => {
  const given = ['listeners', 'SSL.keystore.location', 'node.id', 'ssl.cipher.suites', 'num.io.threads'];
  expect(await droppedByStrimzi(given)).toEqual(['listeners', 'SSL.keystore.location', 'node.id']);
});

describe.each(overlays)("Strimzi's Kafka on %s", (name) => {
  const { spec, name: cluster } = kafkaOf(name);
  const { kafka } = spec;
  const brokers = nodesWith('broker', clusters[name]);

  test('has a version that Strimzi runs, and that all tests here run on', async () => {
    expect(strimziKafkas.kafka).toContain(kafka.version);
    expect(read('services/local/src/toolbox/kafka-pom.xml')).toContain(`<kafka.version>${kafka.version}<`);
    expect(await metadataLevel(kafka.metadataVersion)).toBeLessThanOrEqual(await metadataLevel());
  });

  test('sets only what Strimzi passes on and Kafka knows', async () => {
    const keys = Object.keys(kafka.config);
    expect(await droppedByStrimzi(keys)).toEqual([]);
    expect(keys.filter((key) => !ofBrokers.has(key))).toEqual([]);
  });

  test.each([
    ['records', 'default.replication.factor', 'min.insync.replicas'],
    ['offsets', 'offsets.topic.replication.factor', 'min.insync.replicas'],
    ['transactions', 'transaction.state.log.replication.factor', 'transaction.state.log.min.isr'],
    [
      'share groups',
      'share.coordinator.state.topic.replication.factor',
      'share.coordinator.state.topic.min.isr',
    ],
  ])(
    'keeps no more copies of %s than it has brokers, and needs no more than it keeps',
    (_, copies, least) => {
      expect(Number(kafka.config[copies]), copies).toBeLessThanOrEqual(brokers);
      expect(Number(kafka.config[least]), least).toBeLessThanOrEqual(Number(kafka.config[copies]));
      // With one broker gone of several, it still takes records.
      if (brokers > 1) expect(Number(kafka.config[least]), least).toBeLessThan(brokers);
    },
  );

  test('has an odd number of controllers, brokers, and pools that are its own', () => {
    expect(nodesWith('controller', clusters[name]) % 2).toBe(1);
    expect(brokers).toBeGreaterThan(0);
    for (const pool of pools(clusters[name])) {
      expect(pool.cluster, pool.name).toBe(cluster);
      for (const { labelSelector } of pool.spec.template?.pod.topologySpreadConstraints ?? []) {
        const own = { 'strimzi.io/cluster': cluster, 'strimzi.io/pool-name': pool.name };
        expect(labelSelector.matchLabels, pool.name).toEqual(own);
      }
    }
  });

  test("has one place for each node's metadata, and memory beside the heap", () => {
    for (const { name: pool, spec: of } of pools(clusters[name])) {
      const { volumes } = of.storage;
      expect(
        volumes.filter(({ kraftMetadata }) => kraftMetadata === 'shared'),
        pool,
      ).toHaveLength(1);
      expect(new Set(volumes.map(({ id }) => id)).size, pool).toBe(volumes.length);
      // The page cache, which Kafka reads from, is in the rest.
      const limit = mebibytes(of.resources.limits.memory);
      expect(mebibytes(of.jvmOptions['-Xmx']), pool).toBeLessThanOrEqual(limit / 2);
    }
  });

  test('listens on ports that are free, each once', async () => {
    const reserved = await reservedPorts();
    const { listeners } = kafka;
    expect(listeners.filter(({ port }) => reserved.includes(port))).toEqual([]);
    for (const key of ['port', 'name'] as const) {
      expect(new Set(listeners.map((one) => one[key])).size, key).toBe(listeners.length);
    }
  });
});

/** Renderings that leave topics or users to Strimzi, each with the Kafka that its values are for. */
const onStrimzi = Object.entries(renderings).flatMap(([name, { chart, ...rendering }]) => {
  const manifests = render(chart, rendering);
  const small = rendering.files?.some((file) => file.startsWith('deploy/kind/'));
  const on: Overlay = small ? 'kind' : 'gke';
  return users(manifests).length + topics(manifests).length > 0 ? [{ name, on, manifests }] : [];
});

/** The topics that both charts make together, each with the values for this Kafka. */
const topicsOn = (on: Overlay): string[] =>
  [on, `lag metrics on ${on}`].flatMap((name) => {
    const found = renderings[name];
    if (found === undefined) throw new Error(`there is no rendering "${name}"`);
    const { chart, ...rendering } = found;
    return topics(render(chart, rendering)).map((topic) => topic.spec.topicName);
  });

/** Whether a right names something that is there: a topic, or the beginning of one. */
const isOf = ({ name, patternType }: { name: string; patternType?: string | undefined }, topic: string) =>
  patternType === 'prefix' ? topic.startsWith(name) : topic === name;

describe.each(onStrimzi)("$name, with Strimzi's Kafka on $on", ({ on, manifests }) => {
  const { spec, name: cluster } = kafkaOf(on);
  const owned = [...topics(manifests), ...users(manifests)];

  test('connects to this Kafka, in the namespace of its brokers', () => {
    for (const one of owned) expect(one.cluster, one.name).toBe(cluster);
    const addresses = new Set(
      podsOf(manifests).flatMap(({ spec: pod }) =>
        pod.containers.flatMap((container) => environmentOf(container).KAFKA_BROKERS ?? []),
      ),
    );
    expect(addresses.size).toBe(1);
    for (const address of addresses) {
      const [, host, namespace] = /^([^.]+)\.([^.]+)\.svc:\d+$/.exec(address) ?? [];
      expect(host).toBe(`${cluster}-kafka-bootstrap`);
      for (const one of owned) expect(one.namespace, one.name).toBe(namespace);
    }
  });

  test('authenticates at a listener for such users, where rights are enforced', () => {
    expect(spec.kafka.authorization?.type).toBe('simple');
    const types = new Set(users(manifests).map((user) => user.spec.authentication.type));
    for (const { owner, spec: pod } of podsOf(manifests)) {
      for (const container of pod.containers) {
        const { KAFKA_BROKERS: address, KAFKA_SSL: tls } = environmentOf(container);
        if (address === undefined) continue;
        const port = Number(address.split(':')[1]);
        const listener = spec.kafka.listeners.find((one) => one.port === port);
        expect(listener?.tls, owner.metadata.name).toBe(tls === 'true');
        expect([...types], owner.metadata.name).toEqual([listener?.authentication?.type]);
      }
    }
  });

  test('declares topics that this Kafka can hold, with settings that it knows', () => {
    const brokers = nodesWith('broker', clusters[on]);
    const names = topics(manifests).map((topic) => topic.spec.topicName);
    expect(new Set(names).size).toBe(names.length);
    for (const topic of topics(manifests)) {
      const { replicas, config } = topic.spec;
      expect(replicas, topic.name).toBeLessThanOrEqual(brokers);
      expect(Number(config['min.insync.replicas']), topic.name).toBeLessThanOrEqual(replicas);
      expect(
        Object.keys(config).filter((key) => !ofTopics.has(key)),
        topic.name,
      ).toEqual([]);
    }
  });

  test('grants rights on topics that exist, and each has a writer', () => {
    const names = topics(manifests).map((topic) => topic.spec.topicName);
    const onTopics = users(manifests).flatMap(({ spec: user }) =>
      user.authorization.acls.filter(({ resource }) => resource.type === 'topic' && resource.name !== '*'),
    );
    // Of one chart's topics the other chart's users read some.
    const existing = [...names, ...topicsOn(on)];
    const named = onTopics.map(({ resource }) => resource);
    if (names.length > 0)
      expect(named.filter((one) => !existing.some((topic) => isOf(one, topic)))).toEqual([]);
    const written = onTopics.filter(({ operations }) => operations.includes('Write'));
    expect(names.filter((topic) => !written.some(({ resource }) => resource.name === topic))).toEqual([]);
  });
});
