import type { IncomingMessage } from 'node:http';
import type { RequestLike } from '@cupcakery/kit/auth/request-like';

/** Headers that a client may give in `connectionParams` instead: browsers cannot set them on a handshake. */
const giveable = new Set(['authorization', 'x-cupcakery-user', 'x-cupcakery-roles', 'traceparent']);

/**
 * The handshake as authentication reads it, with what the client's init message says about who it is. Host
 * and Origin are always the handshake's own.
 * @param params the payload of `connection_init`; its keys count in any case
 */
export function authRequestOf(request: IncomingMessage, params: Record<string, unknown> = {}): RequestLike {
  const given = new Map<string, string>();
  for (const [key, value] of Object.entries(params)) {
    const name = key.toLowerCase();
    if (giveable.has(name) && typeof value === 'string') given.set(name, value);
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
