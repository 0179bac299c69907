import type { MiddlewareHandler } from 'hono';
import { setResponseHeaderEarly } from './early-header.ts';

/** For an API: nothing it answers is a page. A service that serves HTML passes its own policy. */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

/**
 * Headers that keep browsers from guessing types, framing and leaking referrers, and caches from keeping
 * answers. A header that the handler set itself stays. HSTS is left to the ingress that terminates TLS: a
 * service behind it cannot know whether the name is served by TLS everywhere.
 */
export function securityHeaders(options: { contentSecurityPolicy?: string } = {}): MiddlewareHandler {
  const defaults = {
    'content-security-policy': options.contentSecurityPolicy ?? apiPolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
  const entries = Object.entries(defaults);
  return async (c, next) => {
    const late = entries.filter(([name, value]) => !setResponseHeaderEarly(c, name, value));
    await next();
    for (const [name, value] of late) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  };
}
