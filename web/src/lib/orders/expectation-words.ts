import type { EstimateFieldsFragment } from '../../generated/graphql.ts';
import { expectation } from '../time/format.ts';

/** When an order can be expected, in a sentence; undefined: nothing is known. */
export const expectationWords = (
  estimate: EstimateFieldsFragment | null | undefined,
  now: number,
): string | undefined => {
  if (!estimate) return undefined;
  if (estimate.stalledAt !== null)
    return 'It takes longer than usual; we cannot say yet when it will be ready.';
  if (estimate.from === null || estimate.to === null) return undefined;
  return `Expect it ${expectation(Date.parse(estimate.from), Date.parse(estimate.to), now)}.`;
};

/** How many orders are before one: `1 order ahead`; '' where there is none. */
export const aheadWords = (ahead: number): string =>
  ahead === 0 ? '' : `${ahead} ${ahead === 1 ? 'order' : 'orders'} ahead`;

/** How long an order that is placed now will take, in a sentence; undefined: nothing is known. */
export const waitWords = (
  estimate: EstimateFieldsFragment | null | undefined,
  now: number,
): string | undefined => {
  if (!estimate) return undefined;
  if (estimate.stalledAt !== null) {
    return 'The kitchen stands still at the moment: an order now takes longer than usual, we cannot say how long.';
  }
  if (estimate.from === null || estimate.to === null) return undefined;
  const ready = expectation(Date.parse(estimate.from), Date.parse(estimate.to), now);
  const queue = aheadWords(estimate.ahead);
  return `An order now can be expected ${ready}${queue === '' ? '' : `, with ${queue}`}.`;
};
