import type { IncomingMessage } from 'node:http';
import { isLoopbackAuthority, isLoopbackOrigin } from '@cupcakery/kit/auth/loopback';

/**
 * Why a request must not be served, or undefined. The caller is a local principal with all roles, so a page
 * of a stranger must not reach us: neither by a name of its own that resolves to 127.0.0.1 (DNS rebinding,
 * seen in Host), nor by a form or WebSocket of its own (seen in Origin; a WebSocket knows no CORS).
 */
export const refusalOf = ({
  method,
  headers,
}: Pick<IncomingMessage, 'method' | 'headers'>): string | undefined => {
  const host = headers.host ?? '';
  if (!isLoopbackAuthority(host)) {
    return `Host "${host}" is not served here; use localhost or 127.0.0.1`;
  }
  const onlyReads = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined;
  const origin = headers.origin;
  if (onlyReads || origin === undefined) return undefined;
  return isLoopbackOrigin(origin) ? undefined : `Requests from ${origin} are not served here`;
};
