import { forbidden } from '@cupcakery/kit/http/problem';
import { type Action, denialOf, denialSentence } from '@cupcakery/workflow/access/rights';
import type { Target } from '@cupcakery/workflow/access/subjects';
import { RequestFailure } from '../../failures/request-failure.ts';
import type { OrdersService } from '../../orders/orders-service.ts';
import type { ApiContext } from './api-context.ts';

/** What an action is done to, for rights and for the audit. */
export type ActionOn = {
  action: Action;
  target: Target;
  /** Such as `order cupcakes/c0ffee-1`. */
  object: string;
};

/**
 * Checks the rights table before a request is carried out. What it refuses is in the audit.
 * @throws Problem 403 naming the roles of which one is needed
 */
export function authorize(c: ApiContext, { action, target, object }: ActionOn): void {
  const denial = denialOf(c.get('principal'), action, target);
  if (!denial) return;
  c.get('audit').denied({ action, object, reason: 'role', needs: denial.needs });
  throw forbidden(denialSentence(denial));
}

/** Authorizes and runs an action that changes something; its end is in the audit, unless it failed for reasons of its own. */
export async function audited<T>(
  c: ApiContext,
  { reads }: Pick<OrdersService, 'reads'>,
  on: ActionOn & { orderId?: string },
  run: () => Promise<T>,
): Promise<T> {
  authorize(c, on);
  const { action, object, orderId } = on;
  try {
    const done = await run();
    c.get('audit').accepted({ action, object });
    return done;
  } catch (error) {
    const code = error instanceof RequestFailure ? error.code : undefined;
    // An order that exists and cannot be found was hidden from this caller.
    const wasHidden = code === 'NOT_FOUND' && orderId !== undefined && reads.get(orderId) !== undefined;
    if (wasHidden || code === 'CLAIMED') c.get('audit').denied({ action, object, reason: 'not_yours' });
    throw error;
  }
}
