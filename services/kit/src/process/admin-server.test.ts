import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../log.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';
import type { Readiness } from './readiness.ts';

let admin: AdminServer | undefined;
afterEach(() => admin?.stop());

describe('the admin server', () => {
  it('answers liveness, readiness with reasons, and metrics', async () => {
    const registry = new Registry();
    createMetrics(registry).gauge('cupcakery_socket_queue').set(3);
    let state: Readiness = { ready: false, notReady: { view: 'catching up' } };
    const log = createLogger({ service: 'x', level: 'silent' });
    admin = await startAdminServer({ host: '127.0.0.1', port: 0, registry, readiness: () => state, log });
    const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${admin?.port}${path}`, { method });

    expect((await ask('/livez')).status).toBe(200);
    const waiting = await ask('/readyz');
    expect(waiting.status).toBe(503);
    expect(await waiting.json()).toEqual({ ready: false, notReady: { view: 'catching up' } });
    state = { ready: true, notReady: {} };
    expect((await ask('/readyz')).status).toBe(200);
    const metrics = await ask('/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await metrics.text()).toContain('cupcakery_socket_queue 3');
    expect((await ask('/nowhere')).status).toBe(404);
    expect((await ask('/metrics', 'POST')).status).toBe(405);
  });

  it('shows metrics to who has their token, where one is set, and probes to everyone', async () => {
    const log = createLogger({ service: 'x', level: 'silent' });
    admin = await startAdminServer({
      host: '127.0.0.1',
      port: 0,
      registry: new Registry(),
      readiness: () => ({ ready: true, notReady: {} }),
      metricsToken: 'token-of-prometheus',
      log,
    });
    const status = async (path: string, authorization?: string) => {
      const init = authorization === undefined ? {} : { headers: { authorization } };
      return (await fetch(`http://127.0.0.1:${admin?.port}${path}`, init)).status;
    };
    expect(await status('/metrics')).toBe(401);
    expect(await status('/metrics', 'Bearer token-of-prometheu')).toBe(401);
    expect(await status('/metrics', 'Basic token-of-prometheus')).toBe(401);
    expect(await status('/metrics', 'Bearer token-of-prometheus')).toBe(200);
    expect(await status('/livez')).toBe(200);
    expect(await status('/readyz')).toBe(200);
  });
});
