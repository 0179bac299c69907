import { expect, test } from 'vitest';
import { clockAge, spanWords, timeOfDay, timeRange } from './format.ts';

test('ages read like a clock and are never negative', () => {
  expect([-5_000, 7_000, 754_000, 11_100_000, 200_000_000].map(clockAge)).toEqual([
    '0:00',
    '0:07',
    '12:34',
    '3 h 05',
    '2 d',
  ]);
});

test('spans are rounded to what one would say', () => {
  expect([8_400, 120_000, 125_000, 850_000, 10_800_000, 11_100_000].map(spanWords)).toEqual([
    '8 s',
    '2 min',
    '2 min 5 s',
    '14 min',
    '3 h',
    '3 h 5 min',
  ]);
});

test('another day is named, and a range within a minute is one time', () => {
  const noon = new Date(2026, 10, 21, 12, 3, 4).getTime();
  expect(timeOfDay(noon, noon)).toBe('12:03:04');
  expect(timeOfDay(noon - 86_400_000, noon, 'minutes')).toBe('Fri 20 Nov, 12:03');
  expect(timeRange(noon, noon + 20_000, noon)).toBe('12:03');
  expect(timeRange(noon, noon + 120_000, noon)).toBe('12:03 to 12:05');
});
