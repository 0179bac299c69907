import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { judgeOrigin, type OriginRules } from './origins.ts';
import { Problem, type ProblemOptions } from './problem.ts';

export type OriginGuardOptions = {
  rules: OriginRules;
  /** Headers that pages of listed origins may send besides those that every API here knows. */
  allowHeaders?: readonly string[];
  /** Called with what was refused, for the audit. */
  onForeign(c: Context, origin: string): void;
};

/** Methods that change nothing: what a foreign page could read with them stays unreadable to it without CORS. */
const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const preflightSeconds = 600;

/**
 * Refuses what a foreign page wants to change (403 FORBIDDEN_ORIGIN), however the caller is authenticated: a proxy in
 * front may add a user's token to whatever the browser sends. Listed origins get the headers of CORS, without
 * credentials: tokens travel in a header that the page sets itself, never in a cookie.
 */
export function originGuard({ rules, allowHeaders = [], onForeign }: OriginGuardOptions): MiddlewareHandler {
  const answerCors = cors({
    origin: (origin) => (rules.listed.includes(origin) ? origin : null),
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: [
      ...['authorization', 'content-type', 'idempotency-key', 'traceparent', 'last-event-id'],
      ...allowHeaders,
    ],
    exposeHeaders: ['location', 'idempotent-replayed', 'retry-after', 'www-authenticate', 'x-request-id'],
    maxAge: preflightSeconds,
  });
  return async (c, next) => {
    if (!readingMethods.has(c.req.method) && judgeOrigin((name) => c.req.header(name), rules) === 'foreign') {
      onForeign(c, c.req.header('origin') ?? '');
      throw new Problem(foreignOrigin);
    }
    // It creates a platform Response, which costs a fifth of a small request: only where it has something to answer.
    return rules.listed.length > 0 ? answerCors(c, next) : next();
  };
}

export const foreignOrigin = {
  status: 403,
  code: 'FORBIDDEN_ORIGIN',
  title: 'Not permitted',
  detail:
    'Pages of other sites may not do this here. Whoever runs this service can list theirs in ALLOWED_ORIGINS.',
} satisfies ProblemOptions;
