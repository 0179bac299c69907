import type { AuditedAction, DeniedAction } from '@cupcakery/kit/audit';
import type { Principal } from '@cupcakery/kit/auth/principal';
import type { SenderEnv } from '@cupcakery/kit/http/request-sender';
import type { Context } from 'hono';

/** The audit of one request, which knows its caller. */
export type RequestAudit = {
  accepted(done: AuditedAction): void;
  denied(tried: DeniedAction): void;
};

/** What middleware adds to every request below `/api`. */
export type ApiEnv = {
  Variables: SenderEnv['Variables'] & { principal: Principal; audit: RequestAudit };
  Bindings: SenderEnv['Bindings'];
};
export type ApiContext = Context<ApiEnv>;

/** More than the longest details (65,536 characters) need in UTF-8. */
export const maxBodyBytes = 300_000;
