import { afterEach, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { startApiServer } from './rendering/api-server.ts';
import { helmOnCluster, type Values } from './rendering/helm.ts';

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
