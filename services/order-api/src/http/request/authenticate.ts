import { type Audit, auditSignIn } from '@cupcakery/kit/audit';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { requestSender } from '@cupcakery/kit/http/request-sender';
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
    const caller = requestSender(c, trustedProxies);
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
