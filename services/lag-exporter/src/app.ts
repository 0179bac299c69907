import { createAudit } from '@cupcakery/kit/audit';
import { authenticateRequests, type CallerEnv } from '@cupcakery/kit/auth/authenticate-requests';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { allowedMethods } from '@cupcakery/kit/http/allowed-methods';
import { forbidden, notFound, problemHandler } from '@cupcakery/kit/http/problem';
import { requestLog } from '@cupcakery/kit/http/request-log';
import { securityHeaders } from '@cupcakery/kit/http/security-headers';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import { denialOf, denialSentence } from '@cupcakery/workflow/access/rights';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { Collector } from './collection/collector.ts';
import type { ScalingWatch } from './scaling/scaling-watch.ts';

/**
 * `GET /api/lag`: the last report as JSON, for the gateway and for scripts; `GET /api/lag/history?prefix=cupcakes.`:
 * the last hour of the groups with that prefix. Unknown values are null. For callers with the right `lag.read`.
 * @param options.scaling undefined where Kubernetes is not watched
 */
export function createApp(options: {
  collector: Collector;
  scaling: Pick<ScalingWatch, 'latest'> | undefined;
  authenticator: Authenticator;
  log: Logger;
  metrics: Metrics;
}): Hono<CallerEnv> {
  const { collector, scaling, authenticator, log, metrics } = options;
  const app = new Hono<CallerEnv>().onError(problemHandler(log)).notFound(notFound);
  app.use(requestLog({ log, metrics }));
  app.use(securityHeaders());
  app.use(allowedMethods(app));
  const audit = createAudit({ log, metrics });
  app.use('/api/*', authenticateRequests({ authenticator, audit, trustedProxies: 0 }), requireRight);
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

/** Lags are of all groups, so a role on one workflow does not do. */
const allWorkflows = { name: '*', stages: [] };

const requireRight: MiddlewareHandler<CallerEnv> = async (c, next) => {
  const action = 'lag.read';
  const denial = denialOf(c.get('principal'), action, { workflow: allWorkflows });
  if (!denial) return await next();
  c.get('audit').denied({ action, object: c.req.path, reason: 'role', needs: denial.needs });
  throw forbidden(denialSentence(denial));
};

/** JSON in which unknown is null: `undefined` would vanish, and a reader could not tell it from a missing feature. */
function answer(c: Context, body: unknown): Response {
  const text = JSON.stringify(body, (_key, value: unknown) => (value === undefined ? null : value));
  return c.body(text, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
}
