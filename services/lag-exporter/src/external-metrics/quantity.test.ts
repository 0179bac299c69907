import { expect, test } from 'vitest';
import { quantityOf } from './quantity.ts';

test.each([
  [0, '0'],
  [1234, '1234'],
  [0.5, '500m'],
  [12.3456, '12346m'],
  [0.0001, '1m'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
])('%d reads %s', (value, text) => {
  expect(quantityOf(value)).toBe(text);
});

test('what is no number is refused', () => {
  expect(() => quantityOf(Number.NaN)).toThrow(RangeError);
});
