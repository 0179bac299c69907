import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalProxy, startLocalProxy } from './local-proxy.ts';

let service: Server;
let servicePort: number;
let deadPort: number;
let dir: string;
let proxy: LocalProxy;
let url: string;

beforeEach(async () => {
  service = createServer((incoming, response) => {
    if (incoming.url === '/graphql/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      // The second event leaves only after the first has been read at the other end: see the test.
      response.write('data: 1\n\n');
      service.once('go-on', () => response.end('data: 2\n\n'));
      return;
    }
    void text(incoming).then((body) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ method: incoming.method, url: incoming.url, body, headers: incoming.headers }),
      );
    });
  });
  service.on('upgrade', (incoming, socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nsec-websocket-protocol: ${incoming.headers['sec-websocket-protocol']}\r\n\r\n`,
    );
    socket.pipe(socket);
  });
  await once(service.listen(0, '127.0.0.1'), 'listening');
  servicePort = (service.address() as AddressInfo).port;
  [deadPort = 0] = await freePorts(1);
  dir = await mkdtemp(join(tmpdir(), 'cupcakery-proxy-'));
  await mkdir(join(dir, 'dist/assets'), { recursive: true });
  await writeFile(join(dir, 'dist/index.html'), '<p>the app</p>');
  await writeFile(join(dir, 'dist/assets/app-1a2b.js'), 'run()');
  await writeFile(join(dir, 'secret.txt'), 'secret');
  const gateway = { name: 'gateway', port: servicePort };
  const orderApi = { name: 'order-api', port: deadPort };
  const metrics = [{ name: 'gateway', adminPort: deadPort }];
  const identityProvider = { name: 'demo-identity-provider', port: servicePort };
  const shop = { name: 'shop', port: servicePort };
  const upstreams = { gateway, orderApi, shop, collections: ['products'], identityProvider };
  const webConfig = { signIn: null, localAccess: true };
  proxy = await startLocalProxy({ port: 0, ...upstreams, metrics, webConfig, webDir: join(dir, 'dist') });
  url = `http://127.0.0.1:${proxy.port}`;
});

afterEach(async () => {
  await proxy.stop();
  service.closeAllConnections();
  service.close();
  await rm(dir, { recursive: true, force: true });
});

test('a request reaches its service whole, and claims about its way there are replaced', async () => {
  const headers = { 'x-forwarded-for': '8.8.8.8', 'idempotency-key': 'k' };
  const answer = await fetch(`${url}/graphql?x=1`, { method: 'POST', body: 'hello', headers });
  expect(await answer.json()).toMatchObject({
    method: 'POST',
    url: '/graphql?x=1',
    body: 'hello',
    headers: { 'x-forwarded-for': '127.0.0.1', 'idempotency-key': 'k', host: `127.0.0.1:${proxy.port}` },
  });
});

test('the addresses of a collection lead to the shop, and those beside them do not', async () => {
  for (const path of ['/products', '/products/b%2F1?x=1', '/api/products', '/api/products/b/purchases']) {
    expect(await (await fetch(`${url}${path}`)).json()).toMatchObject({ url: path });
  }
  expect((await fetch(`${url}/api/v1/order/products`)).status).toBe(502);
  expect(await (await fetch(`${url}/productsofall`)).text()).toContain('the app');
});

test('sign-in is forwarded with its path and host, which are those of the issuer', async () => {
  const answer = await fetch(`${url}/auth/interaction/1`, { method: 'POST', body: 'person=mo' });
  expect(await answer.json()).toMatchObject({
    url: '/auth/interaction/1',
    body: 'person=mo',
    headers: { host: `127.0.0.1:${proxy.port}`, 'x-forwarded-proto': 'http' },
  });
});

test('the web app learns where to sign in', async () => {
  const answer = await fetch(`${url}/config.json`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({ signIn: null, localAccess: true });
});

test('a file is sent as the build compressed it, to clients that accept the encoding', async () => {
  await writeFile(join(dir, 'dist/assets/app-1a2b.js.gz'), gzipSync('run()'));
  const get = async (accepted: string) => {
    const answer = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': accepted } });
    return { encoding: answer.headers.get('content-encoding'), body: await answer.text() };
  };
  expect(await get('gzip, br')).toEqual({ encoding: 'gzip', body: 'run()' });
  expect(await get('identity')).toEqual({ encoding: null, body: 'run()' });
});

test('server-sent events arrive while the stream is still open', async () => {
  const answer = await fetch(`${url}/graphql/stream`);
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n');
  service.emit('go-on');
  const second = await reader?.read();
  expect(new TextDecoder().decode(second?.value)).toBe('data: 2\n\n');
});

const upgrade = (headers: Record<string, string>) =>
  request(`${url}/graphql`, { headers: { connection: 'Upgrade', upgrade: 'websocket', ...headers } }).end();

test('a WebSocket is passed on in both directions', async () => {
  const [answer, socket] = await once(
    upgrade({ 'sec-websocket-protocol': 'graphql-transport-ws' }),
    'upgrade',
  );
  expect(answer.headers['sec-websocket-protocol']).toBe('graphql-transport-ws');
  socket.write('ping');
  expect(String((await once(socket, 'data'))[0])).toBe('ping');
  socket.destroy();
});

test("a stranger's WebSocket is refused", async () => {
  const [answer] = await once(upgrade({ origin: 'https://evil.example' }), 'response');
  expect(answer.statusCode).toBe(403);
});

test('a service that is down is a problem with status 502 that names it', async () => {
  const answer = await fetch(`${url}/api/v1/order`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(502);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.text()).toContain('order-api');
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('up{service="gateway"} 0');
});

test('the page is never cached, hashed files without a limit, and routes of the app are the page', async () => {
  for (const path of ['/', '/kitchen/bake?x=1', '/assets']) {
    const page = await fetch(url + path);
    expect(await page.text()).toBe('<p>the app</p>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  }
  const asset = await fetch(`${url}/assets/app-1a2b.js`);
  expect(asset.headers.get('cache-control')).toContain('immutable');
  expect(asset.headers.get('content-type')).toContain('javascript');
  expect((await fetch(`${url}/assets/old.js`)).status).toBe(404);
});

test('a path cannot leave the folder of the web app', async () => {
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/%00.txt',
    '/%zz',
  ]) {
    const [answer] = await once(request(url, { path }).end(), 'response');
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  }
});

test('before the web app is built the page says how to build it', async () => {
  await rm(join(dir, 'dist'), { recursive: true });
  const page = await fetch(url);
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('make up');
});
