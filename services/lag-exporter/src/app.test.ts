import { Problem } from '@cupcakery/kit/http/problem';
import { createLogger } from '@cupcakery/kit/log';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createApp } from './app.ts';
import { createLagHistory } from './lag/lag-history.ts';

const paths = ['/api/lag', '/api/lag/history?prefix=a'];
const registry = new Registry();
const app = createApp({
  collector: {
    latest: () => undefined,
    isStale: () => true,
    history: createLagHistory(),
    stop: async () => {},
  },
  scaling: undefined,
  authenticator: {
    mode: 'oidc',
    async authenticate({ headers }) {
      const roles = headers.get('authorization')?.split(',');
      if (roles) return { subject: 'x', name: 'X', roles };
      throw new Problem({ status: 401, code: 'UNAUTHENTICATED', title: 'Sign in first' });
    },
    prepare: async () => {},
  },
  log: createLogger({ service: 'test', level: 'silent' }),
  metrics: createMetrics(registry),
});

async function statuses(authorization?: string): Promise<number[]> {
  const init = authorization === undefined ? {} : { headers: { authorization } };
  return Promise.all(paths.map(async (path) => (await app.request(path, init)).status));
}

it.each(['service', 'sre', 'admin', 'mixer,sre'])('answers callers with the roles %s', async (roles) => {
  expect(await statuses(roles)).toEqual([200, 200]);
});

it.each(['customer', 'shop', 'mixer', 'cupcakes:sre', 'cupcakes:admin', 'x'])(
  'refuses callers with the roles %s, and counts it',
  async (roles) => {
    const before = await denied('role');
    expect(await statuses(roles)).toEqual([403, 403]);
    expect(await denied('role')).toBe(before + 2);
  },
);

it('refuses callers without a token', async () => {
  expect(await statuses()).toEqual([401, 401]);
});

async function denied(reason: string): Promise<number> {
  const metric = await registry.getSingleMetric('cupcakery_denied_total')?.get();
  return metric?.values.find(({ labels }) => labels.reason === reason)?.value ?? Number.NaN;
}
