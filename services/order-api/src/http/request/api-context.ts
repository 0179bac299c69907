import type { Principal } from '@cupcakery/kit/auth/principal';
import type { RequestVariables } from '@cupcakery/kit/http/request-log';
import type { Context } from 'hono';

/** What middleware adds to every request below `/api`. */
export type ApiEnv = { Variables: RequestVariables & { principal: Principal } };
export type ApiContext = Context<ApiEnv>;

/** More than the longest details (65,536 characters) need in UTF-8. */
export const maxBodyBytes = 300_000;
