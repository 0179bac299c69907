import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { createFakeStore, eventLine, type Metadata, type Resource, resources } from './fake-store.ts';

type GoneAnswer = 'in the stream' | 'at once';

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
  compact(how: GoneAnswer): void;
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

export async function startFakeApiServer(): Promise<FakeApiServer> {
  const store = createFakeStore();
  const config = new KubeConfig();
  const requests: string[] = [];
  const behavior: Behavior = { gone: 'at once', forbidden: undefined };
  let port = 0;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://server');
    requests.push(`${pathname}?${searchParams}`);
    respond(store, behavior, request, response);
  });

  const fake: FakeApiServer = {
    config,
    requests,
    watches: () => store.watchers.size,
    put: store.put,
    remove: store.remove,
    bookmark: store.bookmark,
    compact(how) {
      behavior.gone = how;
      store.compact();
    },
    mute() {
      for (const watcher of store.watchers) watcher.isMuted = true;
    },
    forbid(resource) {
      behavior.forbidden = resource;
    },
    endWatches() {
      for (const { response } of store.watchers) response.end();
      store.watchers.clear();
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

type Behavior = { gone: GoneAnswer; forbidden: Resource | undefined };

function respond(
  store: ReturnType<typeof createFakeStore>,
  { gone, forbidden }: Behavior,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://server');
  const resource = resources.find((one) => pathname.endsWith(`/${one}`));
  const namespace = /\/namespaces\/([^/]+)\//.exec(pathname)?.[1];
  if (!resource || searchParams.get('labelSelector') !== 'cupcakery.io/stage') {
    fail(response, 404, 'not found');
  } else if (resource === forbidden) {
    fail(response, 403, `${resource} is forbidden: at the cluster scope`);
  } else if (searchParams.get('watch') === 'true') {
    const from = Number(searchParams.get('resourceVersion'));
    if (store.isCompacted(from) && gone === 'at once') {
      fail(response, 410, 'too old resource version');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (store.isCompacted(from)) response.end(eventLine('ERROR', { code: 410, reason: 'Expired' }));
    else store.watch(response, resource, namespace, from);
  } else {
    const from = Number(searchParams.get('continue') ?? 0);
    const to = from + Number(searchParams.get('limit') ?? Number.POSITIVE_INFINITY);
    const all = store.list(resource, namespace);
    const more = to < all.length ? { continue: String(to) } : {};
    const metadata = { resourceVersion: String(store.version()), ...more };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ metadata, items: all.slice(from, to) }));
  }
}

function fail(response: ServerResponse, code: number, message: string): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ kind: 'Status', status: 'Failure', code, message }));
}
