import { afterEach, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { startApiServer } from './rendering/api-server.ts';
import { helmOnCluster, manifestsOf, ofKind, type Values } from './rendering/helm.ts';

const path = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io';
let server: Awaited<ReturnType<typeof startApiServer>> | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function install(objects: Record<string, unknown>, values: Values = {}) {
  server = await startApiServer(objects);
  const rendering = { release: 'lag', namespace: 'shop', values };
  return helmOnCluster('kafka-lag-metrics', rendering, server.kubeconfig);
}

const apiService = (
  annotations: Record<string, string>,
  service = { namespace: 'keda', name: 'keda-metrics' },
) => ({
  [path]: {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.external.metrics.k8s.io', annotations },
    spec: { service },
  },
});

describe('the external metrics API', () => {
  test('of another adapter is refused, in one sentence that names it', async () => {
    const { status, stderr } = await install(apiService({ 'meta.helm.sh/release-name': 'keda' }));
    expect(status).not.toBe(0);
    expect(stderr).toContain(
      'The external metrics API of this cluster belongs to keda/keda-metrics already, and a cluster has one: use scaling.source external or keda with it and set externalMetrics.enabled=false here, or take it over with externalMetrics.takeOver=true.',
    );
  });

  test('of this release is its own: an upgrade goes on', async () => {
    const own = { 'meta.helm.sh/release-name': 'lag', 'meta.helm.sh/release-namespace': 'shop' };
    expect(await install(apiService(own))).toMatchObject({ status: 0 });
  });

  test('may be taken over, and is of no concern where it is not served', async () => {
    const foreign = apiService({});
    expect(await install(foreign, { externalMetrics: { takeOver: true } })).toMatchObject({ status: 0 });
    await server?.stop();
    expect(await install(foreign, { externalMetrics: { enabled: false } })).toMatchObject({ status: 0 });
  });
});

describe('what the lag exporter may read', () => {
  const userWith = (acls: object[]) => ({
    '/apis/kafka.strimzi.io/v1/namespaces/shop/kafkausers/lag-kafka-lag-metrics': {
      apiVersion: 'kafka.strimzi.io/v1',
      kind: 'KafkaUser',
      metadata: { name: 'lag-kafka-lag-metrics', namespace: 'shop' },
      spec: { authorization: { type: 'simple', acls } },
    },
  });
  const all = [
    { resource: { type: 'topic', name: '*', patternType: 'literal' }, operations: ['Describe', 'Read'] },
  ];
  const some = [
    { resource: { type: 'topic', name: '*', patternType: 'literal' }, operations: ['Describe'] },
    { resource: { type: 'topic', name: 'tea', patternType: 'prefix' }, operations: ['Read'] },
    { resource: { type: 'group', name: '*' }, operations: ['Read'] },
  ];

  test.each([
    ['is what cupcakes need in a new installation', {}, 'auto', false],
    ['stays everything in an upgrade of a release that may read everything', userWith(all), 'auto', true],
    ['is that as well where a release may read some only', userWith(some), 'auto', false],
    ['is what the values list, whatever there was', userWith(all), ['readyto*'], false],
  ])('%s', async (_, objects, readTopics, everything) => {
    const { status, stdout, stderr } = await install(objects, { kafka: { user: { readTopics } } });
    expect(status, stderr).toBe(0);
    const rights = JSON.stringify(ofKind(manifestsOf(stdout), 'KafkaUser'));
    expect(rights.includes('"name":"*","patternType":"literal"},"operations":["Read"]')).toBe(everything);
    expect(rights.includes('"name":"readyto","patternType":"prefix"},"operations":["Read"]')).toBe(
      !everything,
    );
  });
});

test('the serving certificate is kept over upgrades', async () => {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  const data = {
    'ca.crt': encoded('authority'),
    'tls.crt': encoded('certificate'),
    'tls.key': encoded('key'),
  };
  const metadata = { name: 'lag-kafka-lag-metrics-serving', namespace: 'shop' };
  const { status, stdout, stderr } = await install({
    [`/api/v1/namespaces/shop/secrets/${metadata.name}`]: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      data,
    },
  });
  expect(status, stderr).toBe(0);
  const objects = parseAllDocuments(stdout).map((document): unknown => document.toJS());
  expect(objects).toContainEqual(expect.objectContaining({ kind: 'Secret', data }));
  expect(objects).toContainEqual(
    expect.objectContaining({
      kind: 'APIService',
      spec: expect.objectContaining({ caBundle: data['ca.crt'] }),
    }),
  );
});

describe('the topic of workers’ commands', () => {
  const worker = (env: { name: string; value: string }[], release = 'cupcakery') => ({
    metadata: {
      name: `${release}-cupcakes-bake`,
      namespace: 'shop',
      labels: { 'app.kubernetes.io/component': 'stage-worker', 'app.kubernetes.io/instance': release },
    },
    spec: { template: { spec: { containers: [{ name: 'stage-worker', env }] } } },
  });
  const onCommands = worker([{ name: 'STAGES', value: 'bake' }]);
  const onWork = worker([{ name: 'COMMAND_TOPIC', value: 'work' }]);
  const ofAnother = worker([], 'another');

  /** Where workers write, and which topics they may write. */
  async function topicsWith(running: object[], values: Values = {}) {
    server = await startApiServer({
      '/apis/apps/v1/namespaces/shop/deployments': {
        kind: 'DeploymentList',
        apiVersion: 'apps/v1',
        items: running,
      },
    });
    const kafka = { cluster: 'kafka' };
    const { status, stdout, stderr } = await helmOnCluster(
      'cupcakery',
      { values: { kafka, ...values } },
      server.kubeconfig,
    );
    expect(status, stderr).toBe(0);
    const manifests = manifestsOf(stdout);
    const workers = ofKind(manifests, 'Deployment').filter(
      ({ metadata }) => metadata.labels['app.kubernetes.io/component'] === 'stage-worker',
    );
    const written = workers.map((one) => /COMMAND_TOPIC","value":"(\w+)"/.exec(JSON.stringify(one))?.[1]);
    const [user] = ofKind(manifests, 'KafkaUser').filter(({ metadata }) =>
      metadata.name.endsWith('stage-worker'),
    );
    const rights = JSON.stringify(user);
    const mayWrite = ['commands', 'work'].filter((topic) => rights.includes(`"cupcakes.${topic}"`));
    return { topic: [...new Set(written)], mayWrite };
  }

  test.each([
    ['is their own in a new installation', [], 'auto', 'work', ['work']],
    ['is their own beside another installation', [ofAnother], 'auto', 'work', ['work']],
    ['stays as it was in an upgrade', [onCommands], 'auto', 'commands', ['commands']],
    ['stays their own', [onWork], 'auto', 'work', ['work']],
    [
      'changes by a value; the old right goes with the next upgrade',
      [onCommands],
      'work',
      'work',
      ['commands', 'work'],
    ],
    ['changes back by a value', [onWork], 'commands', 'commands', ['commands', 'work']],
  ])('%s', async (_name, running, commandTopic, topic, mayWrite) => {
    expect(await topicsWith(running, { stageWorker: { commandTopic } })).toEqual({
      topic: [topic],
      mayWrite,
    });
  });
});
