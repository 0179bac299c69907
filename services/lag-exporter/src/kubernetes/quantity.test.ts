import { expect, test } from 'vitest';
import { quantityOf, thousandthsOf } from './quantity.ts';

test.each([
  [0, '0'],
  [1234, '1234'],
  [0.5, '500m'],
  [12.3456, '12346m'],
  [0.0001, '1m'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
])('%d is written as %s', (value, text) => {
  expect(quantityOf(value)).toBe(text);
});

test('a value that is not a number is refused', () => {
  expect(() => quantityOf(Number.NaN)).toThrow(RangeError);
});

test.each([
  ['0', 0],
  ['8', 8_000],
  ['1500', 1_500_000],
  ['250m', 250],
  ['2667m', 2_667],
  ['0.07', 70],
  ['.5', 500],
  ['-1', -1_000],
  ['1k', 1_000_000],
  ['1.5k', 1_500_000],
  ['2M', 2_000_000_000],
  ['1Ki', 1_024_000],
  ['1.5Gi', 1_610_612_736_000],
  ['12e2', 1_200_000],
  ['12E2', 1_200_000],
  ['1E', 1e21],
  ['100u', 1],
  ['1n', 1],
])('%s is %d thousandths', (text, thousandths) => {
  expect(thousandthsOf(text)).toBe(thousandths);
});

test.each(['', ' ', 'm', '1x', '1 k', '1ki', '1K', '--1', '1.2.3', 'NaN', 'Infinity'])(
  '"%s" is no quantity',
  (text) => {
    expect(thousandthsOf(text)).toBeUndefined();
  },
);
