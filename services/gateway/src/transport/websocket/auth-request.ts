import type { IncomingMessage } from 'node:http';
import { localHeaders } from '@cupcakery/kit/auth/local';
import type { RequestLike } from '@cupcakery/kit/auth/request-like';

/** Headers that a client may send in `connectionParams`: browsers cannot set them on a handshake. */
const allowedParams: ReadonlySet<string> = new Set(['authorization', 'traceparent', ...localHeaders]);

/**
 * The handshake as authentication reads it, with the credentials of the client's init message. Host and Origin are
 * always those of the handshake.
 * @param params the payload of `connection_init`; the case of its keys does not matter
 */
export function authRequestOf(request: IncomingMessage, params: Record<string, unknown> = {}): RequestLike {
  const given = new Map<string, string>();
  for (const [key, value] of Object.entries(params)) {
    const name = key.toLowerCase();
    if (allowedParams.has(name) && typeof value === 'string') given.set(name, value);
  }
  return {
    headers: {
      get(name) {
        const own = request.headers[name.toLowerCase()];
        return given.get(name.toLowerCase()) ?? (Array.isArray(own) ? own.join(', ') : own) ?? null;
      },
    },
  };
}
