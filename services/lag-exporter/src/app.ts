import { notFound, problemHandler } from '@cupcakery/kit/http/problem';
import { type RequestVariables, requestLog } from '@cupcakery/kit/http/request-log';
import { securityHeaders } from '@cupcakery/kit/http/security-headers';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import { type Context, Hono } from 'hono';
import type { Collector } from './collection/collector.ts';
import type { ScalingWatch } from './scaling/scaling-watch.ts';

type Env = { Variables: RequestVariables };

/**
 * `GET /api/lag`: the last report as JSON, for the gateway and for scripts; `GET /api/lag/history?prefix=cupcakes.`:
 * the last hour of the groups with that prefix. Unknown values are null.
 * @param options.scaling undefined where Kubernetes is not watched
 */
export function createApp(options: {
  collector: Collector;
  scaling: Pick<ScalingWatch, 'latest'> | undefined;
  log: Logger;
  metrics: Metrics;
}): Hono<Env> {
  const { collector, scaling, log, metrics } = options;
  const app = new Hono<Env>().onError(problemHandler(log)).notFound(notFound);
  app.use(requestLog({ log, metrics }));
  app.use(securityHeaders());
  app.get('/api/lag', (c) => {
    const report = collector.latest();
    return answer(c, {
      at: report?.at ?? null,
      stale: collector.isStale(),
      groups: report?.groups ?? [],
      scaling: scaling?.latest() ?? null,
    });
  });
  app.get('/api/lag/history', (c) => {
    const prefix = c.req.query('prefix') ?? '';
    return answer(c, { topics: collector.history.of((group) => group.startsWith(prefix)) });
  });
  return app;
}

/** JSON in which unknown is null: `undefined` would vanish, and a reader could not tell it from a missing feature. */
function answer(c: Context, body: unknown): Response {
  const text = JSON.stringify(body, (_key, value: unknown) => (value === undefined ? null : value));
  return c.body(text, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
}
