import type { IncomingMessage } from 'node:http';
import { isLoopbackAuthority, isLoopbackOrigin } from '@cupcakery/kit/auth/loopback';

/**
 * Why a request must not be served, or undefined. The caller is a local principal with all roles, so a foreign
 * page must not reach the services: neither by a host name that resolves to 127.0.0.1 (DNS rebinding, visible in
 * Host), nor by a form or a WebSocket (visible in Origin; CORS does not apply to WebSockets).
 */
export function refusalOf({
  method,
  headers,
}: Pick<IncomingMessage, 'method' | 'headers'>): string | undefined {
  const host = headers.host ?? '';
  if (!isLoopbackAuthority(host)) {
    return `Host "${host}" is not served here; use localhost or 127.0.0.1`;
  }
  const onlyReads = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined;
  const origin = headers.origin;
  if (onlyReads || origin === undefined) return undefined;
  return isLoopbackOrigin(origin) ? undefined : `Requests from ${origin} are not served here`;
}
