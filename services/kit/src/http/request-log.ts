import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { traceFields } from '../trace.ts';
import { names } from '../tracing/attributes.ts';
import { noTracer, type Tracer } from '../tracing/tracer.ts';
import { setResponseHeaderEarly } from './early-header.ts';

/** What the middleware puts on the context: `c.get('log')` carries the request's ids. */
export type RequestVariables = { requestId: string; traceparent: string; log: Logger };

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * One line, one observation and one span per request: request id (the caller's if it is sane, answered as
 * `x-request-id`), trace, route pattern, status, milliseconds. Never a body, a query string (it may hold a
 * token) or, in the metric, a path: only patterns have a bounded number. The trace is the caller's, if it has one.
 */
export function requestLog(options: {
  log: Logger;
  metrics: Metrics;
  /** Default: no spans. */
  tracer?: Tracer;
}): MiddlewareHandler<{ Variables: RequestVariables }> {
  const { tracer = noTracer } = options;
  const seconds = options.metrics.histogram('cupcakery_http_request_seconds');
  return async (c, next) => {
    const begin = performance.now();
    const given = c.req.header('x-request-id') ?? '';
    const requestId = /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
    const method = methods.has(c.req.method) ? c.req.method : 'other';
    const path = c.req.path.slice(0, 200);
    const { traceparent, span } = tracer.begin(method, c.req.header('traceparent'), {
      kind: 'server',
      attributes: { [names.method]: method, [names.path]: path },
    });
    const log = options.log.child({ requestId, ...traceFields(traceparent) });
    c.set('requestId', requestId);
    c.set('traceparent', traceparent);
    c.set('log', log);
    const early = setResponseHeaderEarly(c, 'x-request-id', requestId);
    await next();
    if (!early) c.res.headers.set('x-request-id', requestId);
    const took = performance.now() - begin;
    const { status } = c.res;
    const route = routeOf(c);
    seconds.observe({ method, route, status }, took / 1000);
    span?.end({
      name: `${method} ${route}`,
      attributes: { [names.route]: route, [names.status]: status },
      error: status >= 500 ? String(status) : undefined,
    });
    const level = status >= 500 ? 'warn' : 'info';
    log[level]({ method, path, status, ms: Math.round(took * 10) / 10 }, 'request');
  };
}

/** The pattern of the handler that answered; middleware is registered for all methods under a wildcard. */
function routeOf(c: Context): string {
  const route = matchedRoutes(c).findLast(({ method, path }) => method !== 'ALL' || !path.endsWith('*'));
  return route?.path ?? 'unmatched';
}
