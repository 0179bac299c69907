import type { AuditedAction, DenialReason } from '@cupcakery/kit/audit';
import type { Principal } from '@cupcakery/kit/auth/principal';
import type { RequestVariables } from '@cupcakery/kit/http/request-log';
import type { Context } from 'hono';

/** The audit of one request, which knows its caller. */
export type RequestAudit = {
  accepted(done: AuditedAction): void;
  denied(tried: AuditedAction & { reason: DenialReason; needs?: readonly string[]; detail?: string }): void;
};

/** What middleware adds to every request below `/api`. */
export type ApiEnv = {
  Variables: RequestVariables & { principal: Principal; audit: RequestAudit };
  Bindings: { incoming?: { socket: { remoteAddress?: string } } };
};
export type ApiContext = Context<ApiEnv>;

/** More than the longest details (65,536 characters) need in UTF-8. */
export const maxBodyBytes = 300_000;
