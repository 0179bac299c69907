import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';

type Resource = 'deployments' | 'horizontalpodautoscalers' | 'pods';
type Metadata = { name: string; namespace: string };
type Change = { version: number; type: 'ADDED' | 'MODIFIED' | 'DELETED'; resource: Resource; object: Stored };
type Stored = { metadata: Metadata & { resourceVersion: string } };
type Watcher = {
  resource: Resource;
  namespace: string | undefined;
  response: ServerResponse;
  isMuted: boolean;
};

/** The parts of Kubernetes' list and watch protocol that can go wrong for a watcher. */
export type FakeApiServer = {
  config: KubeConfig;
  /** Paths with query of all requests. */
  requests: string[];
  /** How many watches are open. */
  watches(): number;
  put(resource: Resource, object: { metadata: Metadata }): void;
  remove(resource: Resource, name: string): void;
  /** Sends watchers a version without a change. */
  bookmark(): void;
  /** Drops past events: a request with an older version gets 410. */
  compact(how: 'in the stream' | 'at once'): void;
  /** Open watches stay open and receive nothing any more. */
  mute(): void;
  /** Answers 403 for a resource; undefined: for none. */
  forbid(resource: Resource | undefined): void;
  /** Ends open watches, as the server does after their timeout. */
  endWatches(): void;
  /** Stops listening and cuts all connections; stored objects stay. */
  stop(): Promise<void>;
  /** Listens, on the same port as before. */
  start(): Promise<void>;
};

const resources: readonly Resource[] = ['deployments', 'horizontalpodautoscalers', 'pods'];

export async function startFakeApiServer(): Promise<FakeApiServer> {
  const stored = new Map(resources.map((resource) => [resource, new Map<string, Stored>()]));
  const config = new KubeConfig();
  const requests: string[] = [];
  const watchers = new Set<Watcher>();
  let changes: Change[] = [];
  let version = 10;
  let compacted = 0;
  let gone: 'in the stream' | 'at once' = 'at once';
  let forbidden: Resource | undefined;
  let port = 0;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://server');
    requests.push(`${url.pathname}?${url.searchParams}`);
    const resource = resources.find((one) => url.pathname.endsWith(`/${one}`));
    const namespace = /\/namespaces\/([^/]+)\//.exec(url.pathname)?.[1];
    if (!resource || url.searchParams.get('labelSelector') !== 'cupcakery.io/stage') {
      return fail(response, 404, 'not found');
    }
    if (resource === forbidden) return fail(response, 403, `${resource} is forbidden: at the cluster scope`);
    if (url.searchParams.get('watch') === 'true') {
      return watch(response, resource, namespace, Number(url.searchParams.get('resourceVersion')));
    }
    const { searchParams } = url;
    const from = Number(searchParams.get('continue') ?? 0);
    const to = from + Number(searchParams.get('limit') ?? Number.POSITIVE_INFINITY);
    const all = [...(stored.get(resource)?.values() ?? [])].filter((one) => isIn(one, namespace));
    const more = to < all.length ? { continue: String(to) } : {};
    const metadata = { resourceVersion: String(version), ...more };
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify({ metadata, items: all.slice(from, to) }));
  });

  function watch(response: ServerResponse, resource: Resource, namespace: string | undefined, from: number) {
    const watcher = { resource, namespace, response, isMuted: false };
    if (from < compacted && gone === 'at once') return fail(response, 410, 'too old resource version');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (from < compacted) return response.end(line('ERROR', { code: 410, reason: 'Expired' }));
    for (const change of changes) if (change.version > from) send(watcher, change);
    watchers.add(watcher);
    response.once('close', () => watchers.delete(watcher));
    return response;
  }

  function send({ resource, namespace, response, isMuted }: Watcher, change: Change): void {
    if (isMuted || change.resource !== resource || !isIn(change.object, namespace)) return;
    response.write(line(change.type, change.object));
  }

  function record(type: Change['type'], resource: Resource, object: { metadata: Metadata }): Stored {
    version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    const change = { version, type, resource, object: { ...object, metadata } };
    changes.push(change);
    for (const watcher of watchers) send(watcher, change);
    return change.object;
  }

  const fake: FakeApiServer = {
    config,
    requests,
    watches: () => watchers.size,
    put(resource, object) {
      const all = stored.get(resource);
      const { name, namespace } = object.metadata;
      const key = `${namespace}/${name}`;
      all?.set(key, record(all.has(key) ? 'MODIFIED' : 'ADDED', resource, object));
    },
    remove(resource, name) {
      for (const [key, object] of stored.get(resource) ?? []) {
        if (object.metadata.name !== name) continue;
        stored.get(resource)?.delete(key);
        record('DELETED', resource, object);
      }
    },
    bookmark() {
      version += 1;
      const object = { metadata: { resourceVersion: String(version) } };
      for (const { response } of watchers) response.write(line('BOOKMARK', object));
    },
    compact(how) {
      gone = how;
      compacted = version;
      changes = [];
    },
    mute() {
      for (const watcher of watchers) watcher.isMuted = true;
    },
    forbid(resource) {
      forbidden = resource;
    },
    endWatches() {
      for (const { response } of watchers) response.end();
      watchers.clear();
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    async start() {
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    },
  };
  await fake.start();
  config.loadFromClusterAndUser(
    { name: 'fake', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'tester', token: 'secret' },
  );
  return fake;
}

const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const isIn = ({ metadata }: Stored, namespace: string | undefined) =>
  namespace === undefined || metadata.namespace === namespace;

function fail(response: ServerResponse, code: number, message: string): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ kind: 'Status', status: 'Failure', code, message }));
}
