import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { notFound, Problem, problemHandler } from '@cupcakery/kit/http/problem';
import { type RequestVariables, requestLog } from '@cupcakery/kit/http/request-log';
import { securityHeaders } from '@cupcakery/kit/http/security-headers';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics';
import { type Context, Hono } from 'hono';
import type { Caller } from '../graphql/context.ts';
import { at, type Connections } from './connections.ts';
import { graphiqlPage, graphiqlPolicy } from './graphiql.ts';
import type { StreamObserver } from './observe.ts';
import { interrupts, type SseChannel } from './sse.ts';
import type { Yoga } from './yoga.ts';

type Env = { Variables: RequestVariables; Bindings: { outgoing?: { destroy(): void } } };

/** `/graphql` over HTTP: POST, GET for queries, server-sent events; `/schema.graphql`. */
export function createHttpApp(options: {
  yoga: Yoga;
  sdl: string;
  authenticator: Authenticator;
  connections: Connections;
  observer: StreamObserver;
  graphiql: boolean;
  log: Logger;
  metrics: Metrics;
}): Hono<Env> {
  const { yoga, sdl, authenticator, connections, observer, log, metrics } = options;
  const app = new Hono<Env>().onError(problemHandler(log)).notFound(notFound);
  app.use(requestLog({ log, metrics }));
  app.use(securityHeaders());
  app.get('/schema.graphql', (c) => c.text(sdl, 200, { 'cache-control': 'no-cache' }));
  app.on(['GET', 'POST'], '/graphql', async (c) => {
    if (options.graphiql && c.req.method === 'GET' && asksForPage(c)) {
      return c.html(await graphiqlPage(), 200, { 'content-security-policy': graphiqlPolicy });
    }
    refuseForgery(c);
    const principal = await authenticator.authenticate(c.req.raw);
    if (c.req.header('accept')?.includes('text/event-stream') && !connections.hasRoom()) throw noRoom();
    let forget = () => {};
    const sse: SseChannel = {
      cursor: undefined,
      reason: undefined,
      closeStream: undefined,
      endAnswer: undefined,
      cut: () => c.env.outgoing?.destroy(),
      onStreaming(connection) {
        connections.add(connection);
        if (principal.tokenExpiresAt !== undefined) {
          forget = at(principal.tokenExpiresAt, () => connection.close('token_expired'));
        }
        void connection.ended.then(() => forget());
      },
    };
    const lastEventId = c.req.header('last-event-id');
    const caller: Caller = {
      principal,
      traceparent: c.get('traceparent'),
      ...(lastEventId === undefined || lastEventId === '' ? {} : { lastEventId }),
      onOpen(name, close) {
        observer.opened(name);
        sse.closeStream = close;
      },
      onPayload(name, payload, writtenAt) {
        sse.cursor = payload.cursor;
        observer.delivered(name, writtenAt);
      },
      onClose(name, reason) {
        observer.closed(name, reason);
        sse.reason = reason;
        if (interrupts(reason)) sse.endAnswer?.();
      },
    };
    return yoga.fetch(c.req.raw, { caller, sse });
  });
  return app;
}

function asksForPage(c: Context): boolean {
  return c.req.header('accept')?.includes('text/html') === true && c.req.query('query') === undefined;
}

/**
 * A page elsewhere can send forms and plain GETs in a user's name without asking. So a body must be JSON,
 * which a browser asks about first, and a GET from another site is refused (it could only read, but costs).
 */
function refuseForgery(c: Context): void {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (c.req.method === 'POST' && type !== 'application/json') {
    throw new Problem({
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      title: 'Unsupported media type',
      detail: 'Send the operation as application/json.',
    });
  }
  if (c.req.method === 'GET' && c.req.header('sec-fetch-site') === 'cross-site') {
    throw new Problem({
      status: 403,
      code: 'CROSS_SITE',
      title: 'Not permitted',
      detail: 'Pages of other sites may not read here.',
    });
  }
}

const noRoom = () =>
  new Problem({
    status: 503,
    code: 'TOO_MANY_CONNECTIONS',
    title: 'No room for another stream here',
    retryAfter: 5,
  });
