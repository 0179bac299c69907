import { expect, test } from 'vitest';
import { type Claim, untrueClaims } from './claims.ts';

const claim = (said: number | undefined, truth: Claim['truth'], within = 0): Claim => ({
  page: '/lag',
  what: 'tickets',
  said,
  truth,
  within,
});
const growing = (at: number) => at / 1000;

test.each([
  ['a number of any moment', claim(3, growing), true],
  ['a number of no moment', claim(9, growing), false],
  ['a number that was rounded', claim(5.4, growing, 0.5), true],
  ['nothing where there is nothing', claim(undefined, () => undefined), true],
  ['nothing where there is something', claim(undefined, growing), false],
  ['something where there is nothing', claim(0, () => undefined), false],
])('%s is true: %#', (_name, said, isTrue) => {
  expect(untrueClaims([said], 2000, 5000).length === 0).toBe(isTrue);
});

test('an untrue one is named with the truth', () => {
  expect(untrueClaims([claim(9, growing)], 2000, 3000)).toEqual([
    '/lag: tickets is said to be 9, the log has 2, 2.5, 3 … 3',
  ]);
});

test('what was so for a moment only, between two looks, is true', () => {
  const momentary = claim(7, (at) => (at >= 2100 && at < 2101 ? 7 : 0));
  expect(untrueClaims([momentary], 2000, 3000)).toHaveLength(1);
  expect(untrueClaims([momentary], 2000, 3000, [1999, 2100, 2101])).toEqual([]);
  expect(untrueClaims([momentary], 2200, 3000, [2100])).toHaveLength(1);
});
