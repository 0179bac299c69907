import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestSystem } from '../test-system/test-system.ts';
import { type Caller, createCaller } from './rest/caller.ts';
import { rawRequest, sendRaw } from './rest/raw-socket.ts';
import { local, order, orders, type RestSystem, startRestSystem } from './rest/rest-system.ts';

let running: RestSystem;
let system: TestSystem;
let ann: Caller;
let mallory: Caller;

beforeAll(async () => {
  running = await startRestSystem('rest-configuration');
  ({ system } = running);
  ann = createCaller(system.url, 'ann');
  mallory = createCaller(system.url, 'mallory');
});
afterAll(() => running?.stop());
afterEach(() => expect(system.crashes()).toEqual([]));

describe('API7:2023 server side request forgery', () => {
  let canary: Server;
  const hits: string[] = [];
  beforeAll(async () => {
    canary = createServer((request, response) => {
      hits.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => canary.close());

  test('no address that a caller sends is requested', async () => {
    const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/canary`;
    const answer = await mallory.post(orders, {
      ...order({ notes: `<img src="${url}"> ${url}` }),
      contact: { name: url, email: 'm@example.com' },
    });
    expect([201, 400]).toContain(answer.status);
    for (const name of [
      'x-forwarded-host',
      'forwarded',
      'x-original-url',
      'referer',
      'traceparent',
      'callback',
    ])
      await mallory.post(orders, order({ notes: url }), { [name]: url });
    const absolute = await sendRaw(system.url, rawRequest(`GET ${url} HTTP/1.1`, local));
    expect(absolute).toMatch(/^HTTP\/1.1 40[04] /);
    expect(await sendRaw(system.url, rawRequest(`CONNECT ${url.slice(7)} HTTP/1.1`, local))).not.toContain(
      ' 200 ',
    );
    expect(hits).toEqual([]);
  });
});

describe('API8:2023 security misconfiguration', () => {
  test('a form of another site cannot place an order (CSRF)', async () => {
    const body = JSON.stringify(order());
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await mallory.post(orders, body, { 'content-type': type })).status).toBe(415);
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      const { status, code, headers } = await mallory.post(orders, body, { origin });
      expect([status, code, headers.get('access-control-allow-origin')]).toEqual([
        403,
        'FORBIDDEN_ORIGIN',
        null,
      ]);
    }
  });

  test('a name of another site that leads here is not served (DNS rebinding), on the admin port neither', async () => {
    const request = (path: string, host: string) => rawRequest(`GET ${path} HTTP/1.1`, { host });
    expect(await sendRaw(system.url, request(orders, 'evil.example'))).toMatch(/^HTTP\/1.1 403 /);
    const admin = `http://127.0.0.1:${system.service('api').adminPort}`;
    for (const path of ['/metrics', '/readyz', '/livez'])
      expect(await sendRaw(admin, request(path, 'evil.example:9100'))).toMatch(/^HTTP\/1.1 403 /);
    expect(await sendRaw(admin, request('/readyz', 'localhost'))).toMatch(/^HTTP\/1.1 200 /);
  });

  test.each([
    '/../../../etc/passwd',
    '/api/v1/workflows/..%2f..%2fetc%2fpasswd',
    '/api/v1/order/%2e%2e/%2e%2e/x',
    '/%00',
    '/api/v1/order/%c0%af',
  ])('no path leads out of the API: %s', async (path) => {
    const answer = await sendRaw(system.url, rawRequest(`GET ${path} HTTP/1.1`, local));
    expect(answer).toMatch(/^HTTP\/1.1 40[0-4] /);
    expect(answer).not.toContain('root:');
  });

  test('a request with two lengths is refused (request smuggling)', async () => {
    const lines = { ...local, 'content-type': 'application/json', 'content-length': '4' };
    const both = rawRequest(`POST ${orders} HTTP/1.1`, { ...lines, 'transfer-encoding': 'chunked' });
    expect(await sendRaw(system.url, `${both}0\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
  });

  test('answers have the headers that keep browsers safe, and say nothing of what they are made with', async () => {
    const { headers } = await ann.get(orders);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  });

  test('control characters do not get into what others read, and hidden ones are taken out', async () => {
    for (const notes of ['a\0b', '\u001b[2J', 'x\u009by'])
      expect((await mallory.post(orders, order({ notes }))).code).toBe('INVALID_FIELDS');
    const { status, text } = await mallory.post(orders, order({ notes: 'gift \u202egpj.exe' }));
    expect([status, text.includes('gift gpj.exe')]).toEqual([201, true]);
  });
});

describe('API9:2023 improper inventory management', () => {
  test('documentation that is switched off, and paths of other things, are not there', async () => {
    for (const path of ['/docs', '/openapi.json', '/metrics', '/api', '/api/v0/order', '/.env', '/graphql'])
      expect([path, (await mallory.get(path)).status]).toEqual([path, 404]);
  });
});
