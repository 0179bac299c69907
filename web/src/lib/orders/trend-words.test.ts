import { expect, test } from 'vitest';
import { trendWords } from './trend-words.ts';

test.each([
  [undefined, '–'],
  [{ inRate: null, outRate: 1, drainSeconds: null }, '–'],
  [{ inRate: 1, outRate: 1, drainSeconds: null }, '60 in, 60 out a minute'],
  [{ inRate: 2, outRate: 0.1, drainSeconds: null }, 'growing: 120 in, 6.0 out a minute'],
  [{ inRate: 0, outRate: 0.5, drainSeconds: 0 }, '0.0 in, 30 out a minute'],
  [{ inRate: 0, outRate: 0.5, drainSeconds: 90 }, 'shrinking: 0.0 in, 30 out a minute, gone in 1 min 30 s'],
])('%j reads %s', (rates, words) => {
  expect(trendWords(rates)).toBe(words);
});
