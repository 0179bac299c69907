import { notFound, problemHandler } from '@cupcakery/kit/http/problem';
import { type RequestVariables, requestLog } from '@cupcakery/kit/http/request-log';
import { securityHeaders } from '@cupcakery/kit/http/security-headers';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics';
import { Hono } from 'hono';
import type { Collector } from './collector.ts';

type Env = { Variables: RequestVariables };

/** `GET /api/lag`: the last report as JSON, for the gateway and for scripts. Unknown values are null. */
export function createApp(options: { collector: Collector; log: Logger; metrics: Metrics }): Hono<Env> {
  const { collector, log, metrics } = options;
  const app = new Hono<Env>().onError(problemHandler(log)).notFound(notFound);
  app.use(requestLog({ log, metrics }));
  app.use(securityHeaders());
  app.get('/api/lag', (c) => {
    const report = collector.latest();
    const body = { at: report?.at ?? null, stale: collector.isStale(), groups: report?.groups ?? [] };
    // `undefined` would vanish; a reader must be able to tell unknown from not asked for.
    const text = JSON.stringify(body, (_key, value: unknown) => (value === undefined ? null : value));
    return c.body(text, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  });
  return app;
}
