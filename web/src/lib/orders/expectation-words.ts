import type { EstimateFieldsFragment } from '../../generated/graphql.ts';
import { t } from '../texts/texts.ts';
import { expectation } from '../time/format.ts';

type Estimate = EstimateFieldsFragment | null | undefined;

/** When an order can be expected, in a sentence; undefined: nothing is known. */
export const expectationWords = (estimate: Estimate, now: number): string | undefined => {
  if (!estimate) return undefined;
  if (estimate.stalledAt !== null) return t('expectation.orderStalled');
  const when = rangeWords(estimate, now);
  return when === undefined ? undefined : t('expectation.order', { when });
};

/** How busy the kitchen is for an order that is placed now, in a sentence; undefined: nothing is known. */
export const waitWords = (estimate: Estimate, now: number): string | undefined => {
  if (!estimate) return undefined;
  if (estimate.stalledAt !== null) return t('expectation.newStalled');
  // Not any moment: it is not placed yet.
  const when = rangeWords(estimate, now, now + 1);
  if (when === undefined) return undefined;
  const count = estimate.ahead;
  return count === 0 ? t('expectation.new', { when }) : t('expectation.newBehind', { when, count });
};

const rangeWords = ({ from, to }: NonNullable<Estimate>, now: number, soonest = now): string | undefined =>
  from === null || to === null
    ? undefined
    : expectation(Date.parse(from), Math.max(soonest, Date.parse(to)), now);
