import { type Audit, type AuditedCaller, auditSignIn } from '@cupcakery/kit/audit';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { clientAddress } from '@cupcakery/kit/http/client-address';
import { parseTraceparent } from '@cupcakery/kit/trace';
import type { Context, MiddlewareHandler } from 'hono';
import type { ApiEnv } from './api-context.ts';

/** Puts the caller and its audit on the context. Throws the authenticator's Problem; a refusal is in the audit. */
export function authenticate(options: {
  authenticator: Authenticator;
  audit: Audit;
  trustedProxies: number;
}): MiddlewareHandler<ApiEnv> {
  const { authenticator, audit, trustedProxies } = options;
  return async (c, next) => {
    const caller = auditedCallerOf(c, trustedProxies);
    c.set('audit', {
      accepted: (done) => audit.accepted(caller, done),
      denied: (tried) => audit.denied(caller, tried),
    });
    const principal = await auditSignIn(audit, { caller, object: c.req.path }, () =>
      authenticator.authenticate(c.req.raw),
    );
    caller.principal = principal;
    c.set('principal', principal);
    await next();
  };
}

/** The sender of a request, before it is authenticated. */
export function auditedCallerOf(c: Context<ApiEnv>, trustedProxies: number): AuditedCaller {
  return {
    principal: undefined,
    address: clientAddress(
      c.env?.incoming?.socket.remoteAddress,
      c.req.header('x-forwarded-for'),
      trustedProxies,
    ),
    requestId: c.get('requestId'),
    trace: parseTraceparent(c.get('traceparent'))?.traceId,
  };
}
