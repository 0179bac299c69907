import type { Collection } from '@cupcakery/collections/file/collection-file';
import type { CallerEnv } from '@cupcakery/kit/auth/authenticate-requests';
import { forbidden } from '@cupcakery/kit/http/problem';
import { type Action, denialOf, denialSentence } from '@cupcakery/workflow/access/rights';
import { shopRights } from '@cupcakery/workflow/access/subjects';
import type { Context } from 'hono';

/** What middleware adds to every request that needs a caller. */
export type ApiEnv = CallerEnv;
export type ApiContext = Context<ApiEnv>;

/** More than the longest item (65,536 characters) needs in UTF-8. */
export const maxBodyBytes = 300_000;

/**
 * Checks the rights table before a request is carried out. What it refuses is in the audit.
 * @throws Problem 403 naming the roles of which one is needed
 */
export function authorize(c: ApiContext, action: Action, collection: Collection, object: string): void {
  const denial = denialOf(c.get('principal'), action, { workflow: shopRights, collection });
  if (!denial) return;
  c.get('audit').denied({ action, object, reason: 'role', needs: denial.needs });
  throw forbidden(denialSentence(denial));
}

/** 404 as the old shop answers it. */
export function noSuchItem(c: Context, id: string): Response {
  return c.json({ id, message: `there is no ${id}` }, 404);
}
