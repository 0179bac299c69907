import type { MiddlewareHandler } from 'hono';
import { setResponseHeaderEarly } from './early-header.ts';
import { cameByTls, strictTransport } from './guards/strict-transport.ts';

/** For an API: nothing it answers is a page. A service that serves HTML passes its own policy. */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/**
 * Headers that keep browsers from guessing types, framing and leaking referrers, and caches from keeping
 * answers, and to TLS where a trusted proxy says that the request came by it (HSTS). A header that the handler set itself
 * stays.
 * @param options.trustedProxies how many proxies in front are believed; default 0: no HSTS
 */
export function securityHeaders(
  options: { contentSecurityPolicy?: string; trustedProxies?: number } = {},
): MiddlewareHandler {
  const defaults = {
    'content-security-policy': options.contentSecurityPolicy ?? apiPolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
  const always = Object.entries(defaults);
  const byTls = [...always, ['strict-transport-security', strictTransport] as const];
  const trustedProxies = options.trustedProxies ?? 0;
  return async (c, next) => {
    const entries = cameByTls(c.req.header('x-forwarded-proto'), trustedProxies) ? byTls : always;
    const late = entries.filter(([name, value]) => !setResponseHeaderEarly(c, name, value));
    await next();
    for (const [name, value] of late) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  };
}
