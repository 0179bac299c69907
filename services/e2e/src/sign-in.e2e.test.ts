import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTokenSource, type TokenSource } from '@cupcakery/kit/auth/client-credentials';
import { webConfigSchema } from '@cupcakery/kit/auth/web-config';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type LocalSystem, startLocalSystem } from './browser/local-system.ts';
import { root } from './processes/child.ts';

const secrets = z.record(z.string(), z.string());
const signal = new AbortController().signal;
let system: LocalSystem;
let demo: TokenSource;

/** Tokens of a program, `demo` or `shop`. */
function tokensOf(program: string): TokenSource {
  const file = join(root, '.cupcakery', String(system.port), 'sign-in', 'client-secrets.json');
  const all = secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  const clientSecret = all[`${program.toUpperCase()}_CLIENT_SECRET`] ?? '';
  return createTokenSource({ issuer: `${system.url}/auth`, clientId: `cupcakery-${program}`, clientSecret });
}

beforeAll(async () => {
  system = await startLocalSystem({ env: { AUTH: 'required' } });
  demo = tokensOf('demo');
});
afterAll(() => system?.clean());

const order = (headers: Record<string, string>) =>
  fetch(`${system.url}/api/v1/order`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ Order: { Flavour: 'Lemon', Size: 'S', Quantity: 1 } }),
  });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a system where everybody signs in', () => {
  it('takes no order from a caller without a token, whatever its headers say', async () => {
    for (const headers of [
      {},
      { 'x-cupcakery-user': 'ada', 'x-cupcakery-roles': 'admin' },
      { authorization: 'Bearer made-up' },
      { authorization: 'Basic YTpi', 'x-cupcakery-user': 'ada' },
    ]) {
      expect((await order(headers)).status).toBe(401);
    }
  });

  it('takes one with the token of a program, which may read it then', async () => {
    const headers = bearer(await demo.token(signal));
    const answer = await order(headers);
    expect(answer.status).toBe(201);
    const url = new URL(answer.headers.get('location') ?? '', system.url);
    expect((await fetch(url)).status).toBe(401);
    await vi.waitFor(async () => expect((await fetch(url, { headers })).status).toBe(200), {
      timeout: 10_000,
    });
  });

  it('lets a shop order for a customer, and not in its own name', async () => {
    const headers = bearer(await tokensOf('shop').token(signal));
    expect((await order(headers)).status).toBe(403);
    const details = { flavour: 'Lemon', size: 'S', quantity: 1 };
    const answer = await fetch(`${system.url}/api/v1/workflows/cupcakes/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ details, customerId: 'cleo' }),
    });
    expect(answer.status).toBe(201);
  });

  it('tells the web app where to sign in, and that it must', async () => {
    const config = webConfigSchema.parse(await (await fetch(`${system.url}/config.json`)).json());
    expect(config).toEqual({
      signIn: {
        authority: `${system.url}/auth`,
        clientId: 'cupcakery-web',
        scope: 'openid offline_access profile roles',
        deviceClientId: 'cupcakery-device',
      },
      localAccess: false,
    });
  });

  it('lets services read from each other with a token of their own, and nobody without', async () => {
    const services = bearer(await tokensOf('services').token(signal));
    const customer = bearer(await demo.token(signal));
    for (const url of [
      `http://127.0.0.1:${system.port + 204}/views`,
      `http://127.0.0.1:${system.port + 206}/api/lag`,
    ]) {
      const statuses = [{}, customer, services].map(
        async (headers) => (await fetch(url, { headers })).status,
      );
      expect([url, ...(await Promise.all(statuses))]).toEqual([url, 401, 403, 200]);
    }
    await vi.waitFor(
      async () => {
        const metrics = await (await fetch(`${system.url}/metrics`)).text();
        for (const route of ['/views', '/api/lag'])
          expect(answered(metrics, route, '200')).toBeGreaterThan(1);
      },
      { timeout: 20_000 },
    );
  });

  it('has demo orders', async () => {
    const env = { ...process.env, PORT: String(system.port), KAFKA_PORT: String(system.kafkaPort) };
    const args = ['services/local/src/main.ts', 'demo', '--rate', '10', '--count', '3'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
    expect(stdout).toContain('placed 3  shipped 3  failed 0');
  });

  it('keeps accepting tokens while the provider is restarted, and gets new ones from it', async () => {
    const before = await demo.token(signal);
    await system.signal('demo-identity-provider', 'SIGKILL');
    expect((await order(bearer(before))).status).toBe(201);
    const token = await vi.waitFor(
      // Another source: the first one still has the token of before.
      () => tokensOf('demo').token(signal),
      { timeout: 20_000 },
    );
    expect(token).not.toBe(before);
    expect((await order(bearer(token))).status).toBe(201);
  });
});

/** How many requests of a route were answered with this status, as all services together count. */
function answered(metrics: string, route: string, status: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith('cupcakery_http_request_seconds_count'))
    .filter((line) => line.includes(`route="${route}"`) && line.includes(`status="${status}"`))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
