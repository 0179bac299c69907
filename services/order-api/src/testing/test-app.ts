import { createLogger } from '@cupcakery/kit/log';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import { Registry } from 'prom-client';
import { createApp } from '../http/app.ts';

type Options = Parameters<typeof createApp>[0];

/** The HTTP side without workflows and without a server; callers decide what matters to them. */
export function createTestApp(
  options: Pick<Options, 'authenticator'> & Partial<Options>,
): ReturnType<typeof createApp> {
  return createApp({
    services: new Map(),
    legacy: undefined,
    views: [],
    trustedProxies: 0,
    replica: 'pod-1',
    origins: { rules: { listed: [], trustedProxies: 0, isTrusted: () => false } },
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics(new Registry()),
    ...options,
  });
}
