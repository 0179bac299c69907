import type { Audit, AuditedCaller } from '@cupcakery/kit/audit';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { clientAddress } from '@cupcakery/kit/http/client-address';
import { Problem } from '@cupcakery/kit/http/problem';
import { parseTraceparent } from '@cupcakery/kit/trace';
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './api-context.ts';

/** Puts the caller and its audit on the context. Throws the authenticator's Problem; a refusal is in the audit. */
export function authenticate(options: {
  authenticator: Authenticator;
  audit: Audit;
  trustedProxies: number;
}): MiddlewareHandler<ApiEnv> {
  const { authenticator, audit, trustedProxies } = options;
  return async (c, next) => {
    const caller: AuditedCaller = {
      principal: undefined,
      address: clientAddress(
        c.env?.incoming?.socket.remoteAddress,
        c.req.header('x-forwarded-for'),
        trustedProxies,
      ),
      requestId: c.get('requestId'),
      trace: parseTraceparent(c.get('traceparent'))?.traceId,
    };
    c.set('audit', {
      accepted: (done) => audit.accepted(caller, done),
      denied: (tried) => audit.denied(caller, tried),
    });
    try {
      const principal = await authenticator.authenticate(c.req.raw);
      caller.principal = principal;
      c.set('principal', principal);
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
        const reason = error.status === 401 ? 'unauthenticated' : 'origin';
        audit.denied(caller, { action: 'sign-in', object: c.req.path, reason, detail: error.message });
      }
      throw error;
    }
    await next();
  };
}
