import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { hostGuard, isAuthority, isInternalHost } from './host-guard.ts';

it.each([
  ['10.0.3.7:9100', true],
  ['127.0.0.1', true],
  ['[::1]:9100', true],
  ['[fd00::12]', true],
  ['localhost:9100', true],
  ['x.localhost', true],
  ['order-api', true],
  ['order-api.shop.svc:9100', true],
  ['order-api.shop.svc.cluster.local', true],
  ['order-api.shop.svc.cluster.local.', true],
  ['order-api.shop.svc.evil.example', false],
  ['node-7.europe-west3-a.c.shop.internal', true],
  ['metrics.example.com:9100', true],
  ['evil.example', false],
  ['10.0.3.7.evil.example', false],
  ['localhost.evil.example', false],
  ['svc.evil.example', false],
  ['order-api.shop.svc@evil.example', false],
  ['evil.example/.svc', false],
  ['', false],
  ["x'; script-src *", false],
])('the admin port serves Host %j: %s', async (host, served) => {
  expect(isInternalHost(host, ['metrics.example.com'])).toBe(served);
  const app = new Hono().use(hostGuard(['metrics.example.com'])).get('/livez', (c) => c.text('ok'));
  const response = await app.request('/livez', { headers: { host } });
  expect(response.status).toBe(served ? 200 : 403);
  if (!served) expect(await response.json()).toMatchObject({ code: 'FORBIDDEN_HOST' });
});

it.each([
  ['cupcakes.example.com', true],
  ['Cupcakes.example.com:8443', true],
  ['[::1]:8080', true],
  ['a_b.example', true],
  ['x; script-src *', false],
  ["x' 'unsafe-inline'", false],
  ['x,y', false],
  ['x/y', false],
  ['x@y', false],
  ['', false],
  [`${'a'.repeat(300)}`, false],
])('%j is an authority: %s', (host, is) => {
  expect(isAuthority(host)).toBe(is);
});
