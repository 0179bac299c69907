import type { MiddlewareHandler } from 'hono';
import { type Audit, type AuditedAction, auditSignIn, type DeniedAction } from '../audit.ts';
import { requestSender, type SenderEnv } from '../http/request-sender.ts';
import type { Authenticator } from './authenticator.ts';
import type { Principal } from './principal.ts';

/** The audit of one request, which knows its caller. */
export type RequestAudit = {
  accepted(done: AuditedAction): void;
  denied(tried: DeniedAction): void;
};

/** What `authenticateRequests` adds to a request. */
export type CallerEnv = {
  Variables: SenderEnv['Variables'] & { principal: Principal; audit: RequestAudit };
  Bindings: SenderEnv['Bindings'];
};

/**
 * Puts the caller and its audit on the context; after `requestLog`. Throws the authenticator's Problem; a refusal is in
 * the audit.
 */
export function authenticateRequests(options: {
  authenticator: Authenticator;
  audit: Audit;
  /** How many proxies in front add to `X-Forwarded-For`. */
  trustedProxies: number;
}): MiddlewareHandler<CallerEnv> {
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
