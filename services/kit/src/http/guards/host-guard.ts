import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { problem } from '../problem.ts';

/** Whether a Host header is a host name or address with or without a port, and nothing else (RFC 9110, section 7.2). */
export function isAuthority(host: string): boolean {
  return (
    host.length <= 260 &&
    /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host)
  );
}

/**
 * Whether a Host header is a name that only something inside of this network has: an IP address (probes, Prometheus), a
 * name without a dot (`localhost`, a service of the same namespace), or one whose end nobody can register (`x.svc`,
 * `x.svc.cluster.local`, `x.internal`). A page of another site can let its own name point here (DNS rebinding), but none
 * of these.
 * @param listed further names, without ports
 */
export function isInternalHost(host: string, listed: readonly string[] = []): boolean {
  if (!isAuthority(host)) return false;
  const name = host.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  if (isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || !name.includes('.')) return true;
  return /\.(?:localhost|internal|svc|cluster\.local)$/.test(name) || listed.includes(name);
}

/** Refuses requests under a name that a page elsewhere could have: 403 FORBIDDEN_HOST. */
export function hostGuard(listed: readonly string[] = []): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host');
    if (host === undefined || isInternalHost(host, listed)) return await next();
    return problem({
      status: 403,
      code: 'FORBIDDEN_HOST',
      title: 'Not permitted',
      detail: `Host "${host.slice(0, 100)}" is not served here: use an IP address, localhost or a name inside of the cluster, or list it in ADMIN_HOSTS.`,
    });
  };
}
