import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { problem } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

const app = new Hono().use(securityHeaders());
app.get('/plain', (c) => c.text('x'));
app.get('/own', (c) => c.text('x', 200, { 'cache-control': 'max-age=60' }));
app.get('/problem', () => problem({ status: 400, code: 'X', title: 'x' }));

it('adds the headers to every answer, also to a problem', async () => {
  for (const path of ['/plain', '/problem', '/unknown']) {
    const { headers } = await app.request(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

it('keeps what the handler set and takes another policy', async () => {
  expect((await app.request('/own')).headers.get('cache-control')).toBe('max-age=60');
  const page = new Hono().use(securityHeaders({ contentSecurityPolicy: "default-src 'self'" }));
  const response = await page.get('/', (c) => c.html('x')).request('/');
  expect(response.headers.get('content-security-policy')).toBe("default-src 'self'");
});

it('keeps browsers to TLS where a trusted proxy says that they came by it', async () => {
  const headers = { 'x-forwarded-proto': 'https' };
  const behind = new Hono().use(securityHeaders({ trustedProxies: 1 })).get('/', (c) => c.text('x'));
  const sent = async (one: Hono, given = headers) =>
    (await one.request('/', { headers: given })).headers.get('strict-transport-security');
  expect(await sent(behind)).toBe('max-age=31536000');
  expect(await sent(behind, { 'x-forwarded-proto': 'http' })).toBeNull();
  expect(await sent(app)).toBeNull();
});
