import { expect, test } from 'vitest';
import { agoText, spanText } from './spans.ts';

test.each([
  [0, '0 s'],
  [-3, '0 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [119, '1 min'],
  [3_600, '1 h'],
  [4_800, '1 h 20 min'],
  [86_400, '1 d'],
  [187_200, '2 d 4 h'],
])('%d seconds are %s', (seconds, text) => expect(spanText(seconds)).toBe(text));

test('a time is ago, or to come', () => {
  const now = Date.parse('2026-03-02T10:00:00Z');
  expect(agoText('2026-03-02T09:57:00Z', now)).toBe('3 min ago');
  expect(agoText('2026-03-02T10:00:30Z', now)).toBe('in 30 s');
});
