import { type Audit, auditForeignPage, auditSignIn } from '@cupcakery/kit/audit';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { type OriginGuardOptions, originGuard } from '@cupcakery/kit/http/origin-guard';
import { judgeOrigin, type OriginRules } from '@cupcakery/kit/http/origins';
import { notFound, Problem, problemHandler } from '@cupcakery/kit/http/problem';
import { requestLog } from '@cupcakery/kit/http/request-log';
import { requestSender, type SenderEnv } from '@cupcakery/kit/http/request-sender';
import { securityHeaders } from '@cupcakery/kit/http/security-headers';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { Tracer } from '@cupcakery/kit/tracing/tracer';
import { type Context, Hono } from 'hono';
import { type DocumentCache, operationCost } from '../../graphql/limits/document-cache.ts';
import { retryAfterSeconds } from '../../graphql/limits/rate-error.ts';
import type { ClientConnections } from '../clients/client-connections.ts';
import type { ClientRates } from '../clients/client-rates.ts';
import type { StreamObserver } from '../clients/stream-observer.ts';
import type { Yoga } from '../engine/engine.ts';
import { createSse } from '../sse/sse.ts';
import { streamRefusal } from '../sse/stream-refusal.ts';
import { graphiqlPage, graphiqlPolicy } from './graphiql.ts';

type Env = SenderEnv & { Bindings: { outgoing?: { destroy(): void } } };

/** The app of `/graphql` over HTTP (POST, GET for queries, server-sent events) and of `/schema.graphql`. */
export function createHttpApp(options: {
  yoga: Yoga;
  sdl: string;
  authenticator: Authenticator;
  audit: Audit;
  /** Whose pages may use `/graphql`. */
  origins: Omit<OriginGuardOptions, 'onForeign'>;
  connections: ClientConnections;
  observer: StreamObserver;
  rates: Pick<ClientRates, 'ofUser'>;
  /** The documents that the engine knows. */
  documents: DocumentCache;
  graphiql: boolean;
  trustedProxies: number;
  log: Logger;
  metrics: Metrics;
  tracer: Tracer;
}): Hono<Env> {
  const { yoga, sdl, authenticator, audit, origins, connections, observer, rates, documents, log, metrics } =
    options;
  const app = new Hono<Env>().onError(problemHandler(log)).notFound(notFound);
  app.use(requestLog({ log, metrics, tracer: options.tracer }));
  app.use(securityHeaders());
  const onForeign: OriginGuardOptions['onForeign'] = (c, origin) =>
    auditForeignPage(audit, requestSender(c, options.trustedProxies), c.req.path, origin);
  app.use('/graphql', originGuard({ ...origins, onForeign }));
  app.get('/schema.graphql', (c) => c.text(sdl, 200, { 'cache-control': 'no-cache' }));
  app.on(['GET', 'POST'], '/graphql', async (c) => {
    if (options.graphiql && c.req.method === 'GET' && wantsPage(c)) {
      return c.html(await graphiqlPage(), 200, { 'content-security-policy': graphiqlPolicy });
    }
    refuseForgery(c, origins.rules);
    const unknown = requestSender(c, options.trustedProxies);
    const { address } = unknown;
    const principal = await auditSignIn(audit, { caller: unknown, object: '/graphql' }, () =>
      authenticator.authenticate(c.req.raw),
    );
    const charge = (cost: number) => {
      const waitMs = cost > 0 ? rates.ofUser(principal.subject, cost) : 0;
      if (waitMs > 0) observer.refused('operations_of_user');
      return waitMs;
    };
    const waitMs = charge(1);
    if (waitMs > 0) throw tooSoon(waitMs);
    if (c.req.header('accept')?.includes('text/event-stream')) {
      const refusal = streamRefusal(connections, principal, address, observer);
      if (refusal) throw refusal;
    }
    const { caller, sse } = createSse({
      principal,
      traceparent: c.get('traceparent'),
      requestId: c.get('requestId'),
      lastEventId: c.req.header('last-event-id'),
      address,
      connections,
      observer,
      cut: () => c.env.outgoing?.destroy(),
    });
    return yoga.fetch(c.req.raw, {
      caller,
      sse,
      charge: (text) => charge(operationCost(documents, text) - 1),
    });
  });
  return app;
}

/** Each request of a user counts, whatever is in it. */
function tooSoon(waitMs: number): Problem {
  return new Problem({
    status: 429,
    code: 'TOO_MANY_OPERATIONS',
    title: 'Too many operations',
    detail: 'You send more than the gateway allows: wait a little.',
    retryAfter: retryAfterSeconds(waitMs),
  });
}

function wantsPage(c: Context): boolean {
  return c.req.header('accept')?.includes('text/html') === true && c.req.query('query') === undefined;
}

/**
 * A page of another site can send forms and plain GETs in a user's name without a preflight. So a body must be JSON,
 * for which browsers send one, and a GET from another site is refused (it could only read, but costs).
 */
function refuseForgery(c: Context, rules: OriginRules): void {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (c.req.method === 'POST' && type !== 'application/json') {
    throw new Problem({
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      title: 'Unsupported media type',
      detail: 'Send the operation as application/json.',
    });
  }
  const isListed = judgeOrigin((name) => c.req.header(name), rules) === 'listed';
  if (c.req.method === 'GET' && c.req.header('sec-fetch-site') === 'cross-site' && !isListed) {
    throw new Problem({
      status: 403,
      code: 'CROSS_SITE',
      title: 'Not permitted',
      detail: 'Pages of other sites may not read here.',
    });
  }
}
