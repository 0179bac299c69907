import type { Context } from 'hono';
import { parseTraceparent } from '../trace.ts';
import { clientAddress } from './client-address.ts';
import type { RequestVariables } from './request-log.ts';

/** Who acts, and by which request. */
export type AuditedCaller = {
  /** Undefined before there is a caller. */
  principal: { subject: string; name: string } | undefined;
  /** The address that the request comes from, as far as proxies in front can be trusted. */
  address: string;
  requestId?: string | undefined;
  traceId?: string | undefined;
};

/** What a sender of a request is known by: `incoming` is Node's, and absent where an app is called without a server. */
export type SenderEnv = {
  Variables: RequestVariables;
  Bindings: { incoming?: { socket: { remoteAddress?: string } } };
};

/** The sender of a request as the audit names it, before it is authenticated; after `requestLog`. */
export function requestSender<E extends SenderEnv>(c: Context<E>, trustedProxies: number): AuditedCaller {
  return {
    principal: undefined,
    address: clientAddress(
      c.env?.incoming?.socket.remoteAddress,
      c.req.header('x-forwarded-for'),
      trustedProxies,
    ),
    requestId: c.get('requestId'),
    traceId: parseTraceparent(c.get('traceparent'))?.traceId,
  };
}
