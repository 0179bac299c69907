import { isLoopbackAuthority, isLoopbackOrigin } from '@cupcakery/kit/auth/loopback';
import { problem } from '@cupcakery/kit/http/problem';
import type { MiddlewareHandler } from 'hono';

/**
 * Nobody is asked for a password here, so a page elsewhere must not be able to click through the sign-in: under a name of
 * its own that resolves to this machine (DNS rebinding, visible in Host), or by a form (visible in Origin). What programs
 * call (keys, discovery, tokens for a code or a secret) is served under any name, such as a service's in a cluster.
 * @param forPrograms paths
 */
export function guardPages(forPrograms: ReadonlySet<string>): MiddlewareHandler {
  return async (c, next) => {
    if (forPrograms.has(c.req.path)) return await next();
    const host = c.req.header('host') ?? '';
    if (!isLoopbackAuthority(host))
      return refused('FORBIDDEN_HOST', `Host "${host.slice(0, 100)}" is not served here; use localhost.`);
    const origin = c.req.header('origin');
    if (c.req.method !== 'GET' && origin !== undefined && !isLoopbackOrigin(origin))
      return refused('FORBIDDEN_ORIGIN', 'Pages of other sites may not sign in here.');
    return await next();
  };
}

const refused = (code: string, detail: string): Response =>
  problem({ status: 403, code, title: 'Not permitted', detail });
