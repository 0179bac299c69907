import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/**
 * A stand-in for an API server with what Helm requests when a template looks something up: discovery, then the object.
 * Everything else is absent. It proves nothing about Kubernetes.
 * @param objects by path, such as /apis/apiregistration.k8s.io/v1/apiservices/name
 */
export async function startApiServer(
  objects: Record<string, unknown>,
): Promise<{ kubeconfig: string; stop(): Promise<void> }> {
  const resources = {
    '/api/v1': [{ name: 'secrets', namespaced: true, kind: 'Secret', verbs: ['get'] }],
    '/apis/apiregistration.k8s.io/v1': [
      { name: 'apiservices', namespaced: false, kind: 'APIService', verbs: ['get'] },
    ],
    '/apis/kafka.strimzi.io/v1': [
      { name: 'kafkausers', namespaced: true, kind: 'KafkaUser', verbs: ['get'] },
    ],
    '/apis/apps/v1': [{ name: 'deployments', namespaced: true, kind: 'Deployment', verbs: ['get', 'list'] }],
  };
  const groups = ['apiregistration.k8s.io', 'apps', 'kafka.strimzi.io'].map((name) => {
    const version = { groupVersion: `${name}/v1`, version: 'v1' };
    return { name, versions: [version], preferredVersion: version };
  });
  const discovery: Record<string, unknown> = {
    '/version': { major: '1', minor: '34', gitVersion: 'v1.34.0' },
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/apis': {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups,
    },
    ...Object.fromEntries(
      Object.entries(resources).map(([path, list]) => [
        path,
        { kind: 'APIResourceList', groupVersion: path.replace(/^\/apis?\//, ''), resources: list },
      ]),
    ),
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const found = discovery[path] ?? objects[path];
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    const missing = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };
    response.end(JSON.stringify(found ?? missing));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const dir = await mkdtemp(join(tmpdir(), 'cupcakery-kube-'));
  const kubeconfig = join(dir, 'config');
  const cluster = { server: `http://127.0.0.1:${port}` };
  await writeFile(
    kubeconfig,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'stand-in', cluster }],
      contexts: [{ name: 'stand-in', context: { cluster: 'stand-in', user: 'anonymous' } }],
      users: [{ name: 'anonymous', user: {} }],
      'current-context': 'stand-in',
    }),
  );
  return {
    kubeconfig,
    async stop() {
      server.closeAllConnections();
      server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
