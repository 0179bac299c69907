import type { EstimateFieldsFragment } from '../../generated/graphql.ts';
import { expectation } from '../time/format.ts';
import { inMinutes } from './in-minutes.ts';

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

/** How busy the kitchen is for an order that is placed now, in a sentence and in minutes; undefined: nothing is known. */
export const waitWords = (
  estimate: EstimateFieldsFragment | null | undefined,
  now: number,
): string | undefined => {
  if (!estimate) return undefined;
  if (estimate.stalledAt !== null) {
    return 'The kitchen stands still at the moment: an order now takes longer than usual, we cannot say how long.';
  }
  if (estimate.from === null || estimate.to === null) return undefined;
  const ready = inMinutes(Date.parse(estimate.from), Date.parse(estimate.to), now);
  const queue = aheadWords(estimate.ahead);
  return queue === ''
    ? `The kitchen is free: an order placed now is ready ${ready}.`
    : `The kitchen is busy, with ${queue}: one placed now is ready ${ready}.`;
};
