import type { CallerEnv } from '@cupcakery/kit/auth/authenticate-requests';
import type { Context } from 'hono';

/** What middleware adds to every request that needs a caller. */
export type ApiEnv = CallerEnv;
export type ApiContext = Context<ApiEnv>;

/** More than the longest details (65,536 characters) need in UTF-8. */
export const maxBodyBytes = 300_000;
