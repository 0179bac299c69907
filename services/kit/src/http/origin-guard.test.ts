import { Hono } from 'hono';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { auditForeignPage, createAudit } from '../audit.ts';
import { createLogger } from '../log.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { originGuard } from './origin-guard.ts';
import { problemHandler } from './problem.ts';

const kitchen = 'https://kitchen.example';
const evil = 'https://evil.example';

function serve(listed: string[]) {
  const lines: string[] = [];
  const log = createLogger({
    service: 'x',
    level: 'info',
    destination: { write: (l: string) => void lines.push(l) },
  });
  const rules = { listed, trustedProxies: 0, isTrusted: () => false };
  const app = new Hono().onError(problemHandler(log));
  const metrics = createMetrics(new Registry());
  const audit = createAudit({ log, metrics });
  app.use(
    originGuard({
      rules,
      allowHeaders: ['x-cupcakery-user'],
      onForeign: (c, origin) =>
        auditForeignPage(audit, { principal: undefined, address: 'here' }, c.req.path, origin),
    }),
  );
  app.all('/orders', (c) => c.json({ ok: true }));
  const request = (method: string, origin?: string, headers: Record<string, string> = {}) =>
    app.request('/orders', {
      method,
      headers: { host: 'shop.example', ...headers, ...(origin === undefined ? {} : { origin }) },
    });
  return { request, lines };
}

test('only pages of the same host and programs change anything, unless others are listed', async () => {
  const { request, lines } = serve([]);
  for (const origin of [undefined, 'https://shop.example']) {
    const answer = await request('POST', origin);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const refused = await request(method, evil + 'x'.repeat(1000));
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      code: 'FORBIDDEN_ORIGIN',
      detail: expect.stringContaining('site'),
    });
  }
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain(evil);
  expect(lines[0]?.length).toBeLessThan(600);
  expect((await request('GET', evil)).status).toBe(200);
});

test('a listed origin is echoed, with what its page may read, never with credentials', async () => {
  const { request } = serve([kitchen]);
  for (const method of ['GET', 'POST']) {
    const { headers, status } = await request(method, kitchen);
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe(kitchen);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toContain('Origin');
    expect(headers.get('access-control-expose-headers')).toContain('idempotent-replayed');
  }
  for (const origin of [undefined, evil]) {
    const { headers } = await request('GET', origin);
    expect(headers.get('access-control-allow-origin')).toBeNull();
    // A cache must not answer the listed page with this.
    expect(headers.get('vary')).toContain('Origin');
  }
  expect((await request('POST', evil)).status).toBe(403);
});

test('a preflight is answered to listed origins', async () => {
  const { request } = serve([kitchen]);
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };
  const { headers, status } = await request('OPTIONS', kitchen, preflight);
  expect(status).toBe(204);
  expect(headers.get('access-control-allow-origin')).toBe(kitchen);
  expect(headers.get('access-control-max-age')).toBe('600');
  expect(headers.get('access-control-allow-methods')?.split(',')).toEqual(['GET', 'HEAD', 'POST']);
  expect(headers.get('access-control-allow-headers')?.split(',')).toEqual([
    'authorization',
    'content-type',
    'idempotency-key',
    'traceparent',
    'last-event-id',
    'x-cupcakery-user',
  ]);
  const refused = await request('OPTIONS', evil, preflight);
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
});
