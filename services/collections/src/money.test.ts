import fc from 'fast-check';
import { expect, it } from 'vitest';
import { amountOf, centsOf } from './money.ts';

it('every amount of at most two decimals is whole cents, and is the same amount again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e15, max: 1e15 }), (cents) => {
      const sign = cents < 0 ? '-' : '';
      const digits = String(Math.abs(cents)).padStart(3, '0');
      const text = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
      expect(centsOf(JSON.parse(text))).toBe(cents === 0 ? centsOf(0) : cents);
      expect(amountOf(cents)).toBe(Number(text));
    }),
  );
});

it.each([1.005, 0.001, 0.1 + 0.2, 1e14, Number.NaN, Number.POSITIVE_INFINITY])(
  '%d is no amount',
  (amount) => {
    expect(centsOf(amount)).toBeUndefined();
  },
);
