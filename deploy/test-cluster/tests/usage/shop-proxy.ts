import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { proxyRequest, proxyUpgrade } from '@cupcakery/local/proxy/forward';
import { namespace, type Shop } from '../shop/shop.ts';
import { eventually } from './eventually.ts';
import { staff } from './queries.ts';

const services = [
  { name: 'cupcakery-gateway', port: 8082, path: /^\/graphql/ },
  { name: 'cupcakery-order-api', port: 8081, path: /^\/api\// },
  { name: 'cupcakery-web', port: 8080, path: /^\// },
];

/** The shop as a browser reaches it through an ingress with sign-in: every request carries a token of staff. */
export async function startShopProxy(shop: Shop): Promise<{ url: string; close(): void }> {
  const authorization = `Bearer ${await shop.issuer.token(staff)}`;
  const ports = await freePorts(services.length);
  const upstreams = services.map((service, i) => ({ ...service, local: ports[i] ?? 0 }));
  const forwards = upstreams.map(({ name, port, local }) => forward(name, local, port));
  for (const { name, local } of upstreams) {
    await eventually(
      `${name} is forwarded`,
      () => fetch(`http://127.0.0.1:${local}/`),
      () => true,
    );
  }
  const upstreamOf = (url = '/') => {
    const found = upstreams.find(({ path }) => path.test(url));
    return { name: found?.name ?? '', port: found?.local ?? 0 };
  };
  const server = createServer((request, response) => {
    request.headers.authorization = authorization;
    proxyRequest(upstreamOf(request.url), request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    request.headers.authorization = authorization;
    proxyUpgrade(upstreamOf(request.url), request, socket, head);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
      for (const child of forwards) child.kill();
    },
  };
}

const forward = (service: string, local: number, port: number): ChildProcess =>
  spawn('kubectl', ['port-forward', '--namespace', namespace, `service/${service}`, `${local}:${port}`], {
    stdio: 'ignore',
  });
