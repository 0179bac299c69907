import { type CommandProblem, commandProblems } from '@cupcakery/kit/commands/command-problems';
import { Problem } from '@cupcakery/kit/http/problem';
import type { ShopFailure, ShopFailureCode } from '../items/shop-failure.ts';

/** The one table from failures, and the decider's refusals among them, to HTTP. */
export const problemTable: Record<Exclude<ShopFailureCode, 'NOT_FOUND'>, CommandProblem> = {
  EXISTS: { status: 409, title: 'There is such an item already' },
  FULL: { status: 409, title: 'The collection is full' },
  FAULT: { status: 500, title: 'Something went wrong here' },
  STALE: { status: 412, title: 'The item has changed since' },
  UNKNOWN_REFERENCE: { status: 422, title: 'The item refers to what does not exist' },
  KEY_REUSED: { status: 422, title: 'This idempotency key was used with another request' },
  UNKNOWN_COLLECTION: {
    status: 503,
    code: 'UNAVAILABLE',
    title: 'This collection cannot be changed now',
    detail: 'The processor of the shop does not know the collection yet; try again.',
    retryAfter: 5,
  },
  ...commandProblems({
    overloaded: 'The shop cannot keep up',
    unavailable: 'Nothing can be changed now',
    unknown: 'Whether there is such an item cannot be told now',
    tooLarge: 'Kafka accepts no item of this size here. Nothing was changed.',
  }),
  INVALID_FIELDS: {
    status: 400,
    title: 'The item does not fit',
    detail: 'Nothing was changed. See `errors` for each field.',
  },
};

/** A failure as it is answered, but NOT_FOUND, which has an answer of its own. */
export function problemOf(code: Exclude<ShopFailureCode, 'NOT_FOUND'>, failure: ShopFailure): Problem {
  const { detail, fields } = failure;
  return new Problem(
    {
      code,
      ...problemTable[code],
      ...(detail === undefined ? {} : { detail }),
      ...(fields ? { errors: fields.map(({ field, detail }) => ({ pointer: field, detail })) } : {}),
    },
    failure,
  );
}
