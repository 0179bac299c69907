import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isWebConfigRequest, replyWebConfig, type WebConfig } from '@cupcakery/kit/auth/web-config';
import { replyProblem } from '@cupcakery/kit/http/problem-reply';
import { replyStatic } from '@cupcakery/kit/http/static-files';
import { closerOf } from './close-server.ts';
import { proxyRequest, proxyUpgrade, type Upstream } from './forward.ts';
import { refusalOf } from './guard.ts';
import { type MetricsSource, replyMetrics } from './metrics.ts';

export type LocalProxyOptions = {
  /** 0: any free port. */
  port: number;
  gateway: Upstream;
  orderApi: Upstream;
  shop: Upstream;
  /** The names of the shop's collections: `/<name>` and `/api/<name>` are its paths. */
  collections: readonly string[];
  identityProvider: Upstream;
  metrics: MetricsSource[];
  /** The built web app. */
  webDir: string;
  /** What `/config.json` says. */
  webConfig: WebConfig;
};

export type LocalProxy = { port: number; stop(): Promise<void> };

/**
 * The one origin of the local system: web app, REST, GraphQL, sign-in and metrics, as the ingress exposes them in a
 * cluster.
 */
export async function startLocalProxy(options: LocalProxyOptions): Promise<LocalProxy> {
  const { gateway, orderApi, shop, identityProvider, metrics, webDir, webConfig } = options;
  const collections = new Set(options.collections);
  const upstreamOf = (url: string): Upstream | undefined => {
    const path = url.split('?')[0] ?? '/';
    if (path === '/graphql' || path.startsWith('/graphql/') || path === '/schema.graphql') return gateway;
    if (path.startsWith('/auth/')) return identityProvider;
    if (collections.has(collectionIn(path))) return shop;
    if (path.startsWith('/api/') || path === '/openapi.json') return orderApi;
    return path === '/docs' || path.startsWith('/docs/') ? orderApi : undefined;
  };

  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const [path] = url.split('?');
    const refusal = refusalOf(request);
    const upstream = upstreamOf(url);
    if (refusal !== undefined) replyProblem(response, 403, 'Forbidden', refusal);
    else if (upstream) proxyRequest(upstream, request, response);
    else if (isWebConfigRequest(request)) replyWebConfig(webConfig, response);
    else if (path === '/metrics') void replyMetrics(metrics, response);
    else void replyStatic(webDir, request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    const upstream = upstreamOf(request.url ?? '/');
    if (refusalOf(request) !== undefined) socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    else if (upstream !== gateway) socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    else proxyUpgrade(gateway, request, socket, head);
  });
  const stop = closerOf(server);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop };
}

/** What may be the name of a collection in `/<name>…` and `/api/<name>…`. */
function collectionIn(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return first === 'api' ? second : first;
}
