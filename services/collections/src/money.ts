/** Money is whole cents inside and a number with at most two decimals at the edge. */

/** Above, JSON numbers cannot tell one cent from the next. */
const maxCents = 1e15;

/** The cents of an amount; undefined when it has a fraction of a cent, or is beyond 10,000,000,000,000. */
export function centsOf(amount: number): number | undefined {
  const cents = Math.round(amount * 100);
  // The nearest number to a whole of cents is what JSON.parse makes of at most two decimals.
  return Math.abs(cents) <= maxCents && cents / 100 === amount ? cents : undefined;
}

/** An amount for JSON: exact up to 10,000,000,000,000. */
export function amountOf(cents: number): number {
  return cents / 100;
}

/** The format `money` of numbers in a collection's schema. */
export const moneyFormat = {
  fits: (value: number) => centsOf(value) !== undefined,
  detail: 'must be an amount with at most two decimals',
};
