import { createLogger } from '@cupcakery/kit/log';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createApp } from './app.ts';

const unused = () => Promise.reject(new Error('not called'));

test('reports without a sign-in how far each view is behind its log, and null while unknown', async () => {
  const lag = { measuredAt: 7, offsets: 3, seconds: 1.5 };
  const app = createApp({
    services: new Map(),
    legacy: undefined,
    readLags: new Map<string, () => typeof lag | undefined>([
      ['cupcakes', () => lag],
      ['tea', () => undefined],
    ]),
    trustedProxies: 0,
    replica: 'pod-1',
    authenticator: { mode: 'oidc', authenticate: unused, prepare: unused },
    origins: { rules: { listed: [], trustedProxies: 0, isTrusted: () => false } },
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics(new Registry()),
  });
  const answer = await app.request('/views');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({
    replica: 'pod-1',
    views: [
      { workflow: 'cupcakes', lag },
      { workflow: 'tea', lag: null },
    ],
  });
});
