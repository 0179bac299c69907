import { Hono } from 'hono';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../log.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { notFound, problemHandler } from './problem.ts';
import { type RequestVariables, requestLog } from './request-log.ts';

function createApp() {
  const registry = new Registry();
  const lines: string[] = [];
  const log = createLogger({
    service: 'x',
    level: 'info',
    destination: { write: (line) => lines.push(line) },
  });
  const app = new Hono<{ Variables: RequestVariables }>().onError(problemHandler(log)).notFound(notFound);
  app.use(requestLog({ log, metrics: createMetrics(registry) }));
  app.get('/orders/:id', (c) => c.text(c.get('traceparent')));
  app.get('/crash', () => {
    throw new Error('no');
  });
  return { app, registry, text: () => lines.join('') };
}

describe('requestLog', () => {
  it('logs ids, path and status, but no query string', async () => {
    const { app, text } = createApp();
    await app.request('/orders/a-1?token=hunter', { headers: { 'x-request-id': 'r-1' } });
    expect(text()).toContain('"requestId":"r-1"');
    expect(text()).toContain('"path":"/orders/a-1","status":200');
    expect(text()).not.toContain('hunter');
  });

  it('answers with the request id and replaces one that is not sane', async () => {
    const { app } = createApp();
    const kept = await app.request('/orders/a', { headers: { 'x-request-id': 'r-1' } });
    expect(kept.headers.get('x-request-id')).toBe('r-1');
    const replaced = await app.request('/orders/a', { headers: { 'x-request-id': 'a b"<' } });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("carries on the caller's trace", async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    const sent = await (await createApp().app.request('/orders/a', { headers })).text();
    expect(sent).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
  });

  it('measures by route pattern, also failures and unknown paths', async () => {
    const { app, registry } = createApp();
    for (const path of ['/orders/a', '/orders/b', '/crash', '/x', '/y']) await app.request(path);
    const text = await registry.metrics();
    expect(text).toContain('_count{method="GET",route="/orders/:id",status="200"} 2');
    expect(text).toContain('_count{method="GET",route="/crash",status="500"} 1');
    expect(text).toContain('_count{method="GET",route="unmatched",status="404"} 2');
  });
});
