import { expect, test } from 'vitest';
import { inMinutes } from './in-minutes.ts';

const noon = new Date(2026, 10, 21, 12, 0).getTime();

test.each([
  [-3, 0, 'within a minute'],
  [2, 13, 'within a minute'],
  [22, 61, 'within 2 minutes'],
  [60, 60, 'in about 1 minute'],
  [70, 280, 'in 1 to 5 minutes'],
  [600, 1_140, 'in 10 to 19 minutes'],
  [600, 1_800, 'between 12:10 and 12:30'],
  [1_800, 1_800, 'at 12:30'],
])('from %i s to %i s: %s', (from, to, words) => {
  expect(inMinutes(noon + from * 1_000, noon + to * 1_000, noon)).toBe(words);
});
