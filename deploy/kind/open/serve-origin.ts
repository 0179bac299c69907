import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { replyProblem } from '@cupcakery/kit/http/problem-reply';
import { closerOf } from '@cupcakery/local/proxy/close-server';
import { proxyRequest, proxyUpgrade, type Upstream } from '@cupcakery/local/proxy/forward';
import { refusalOf } from '@cupcakery/local/proxy/guard';
import { type PortForward, startPortForward } from './port-forward.ts';
import { routes, targetOf } from './routes.ts';

/** The web app, REST, GraphQL and sign-in of a release in a cluster, at one origin of this machine. */
export type Origin = { url: string; stop(): Promise<void> };

/**
 * Serves at `http://localhost:<port>` what an ingress of the chart would, for this machine alone: each path is forwarded to
 * its service by `kubectl port-forward`.
 * @param options.release of the chart, which begins its services' names
 * @throws when the port is taken
 */
export async function serveOrigin(options: {
  namespace: string;
  release: string;
  port: number;
  print(line: string): void;
}): Promise<Origin> {
  const { namespace, release, port, print } = options;
  const components = new Map(routes.map((route) => [route.component, route.port]));
  const forwards = new Map<string, PortForward>();
  const upstreamOf = (url = '/'): Upstream | undefined => {
    const { component } = targetOf(url);
    const local = forwards.get(component)?.port();
    const remedy = `kubectl -n ${namespace} get pods`;
    return local === undefined ? undefined : { name: component, port: local, remedy };
  };

  const server = createServer((request, response) => {
    const refusal = refusalOf(request);
    const upstream = upstreamOf(request.url);
    if (refusal !== undefined) replyProblem(response, 403, 'Forbidden', refusal);
    else if (upstream) proxyRequest(upstream, request, response);
    else replyProblem(response, 503, 'Service not available', notReachable(request, namespace));
  });
  server.on('upgrade', (request, socket, head) => {
    const upstream = upstreamOf(request.url);
    if (refusalOf(request) !== undefined) socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    else if (upstream) proxyUpgrade(upstream, request, socket, head);
    else socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
  });
  const close = closerOf(server);
  await once(server.listen(port, '127.0.0.1'), 'listening');
  for (const [component, target] of components) {
    const service = `${release}-${component}`;
    const onProblem = (message: string) => print(`${service}: ${message}`);
    forwards.set(component, startPortForward({ namespace, service, port: target, onProblem }));
  }
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const forward of forwards.values()) forward.stop();
      await close();
    },
  };
}

const notReachable = ({ url = '/' }: IncomingMessage, namespace: string): string =>
  `${targetOf(url).component} cannot be reached in the cluster yet; see kubectl -n ${namespace} get pods`;
