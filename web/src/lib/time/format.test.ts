import { expect, test } from 'vitest';
import { clockAge, expectation, minuteWords, spanWords, timeOfDay } from './format.ts';

test('ages read like a clock and are never negative', () => {
  expect([-5_000, 7_000, 754_000, 11_100_000, 200_000_000].map(clockAge)).toEqual([
    '0:00',
    '0:07',
    '12:34',
    '3 h 05',
    '2 d',
  ]);
});

test('spans are rounded as in speech', () => {
  expect([8_400, 120_000, 125_000, 850_000, 10_800_000, 11_100_000].map(spanWords)).toEqual([
    '8 s',
    '2 min',
    '2 min 5 s',
    '14 min',
    '3 h',
    '3 h 5 min',
  ]);
});

test('customers read minutes', () => {
  expect([8_400, 61_000, 150_000, 4_000_000].map(minuteWords)).toEqual([
    'less than a minute',
    '1 minute',
    '3 minutes',
    '1 h 7 min',
  ]);
});

test('another day is named unless it is only just past midnight', () => {
  const noon = new Date(2026, 10, 21, 12, 3, 4).getTime();
  expect(timeOfDay(noon, noon)).toBe('12:03:04');
  expect(timeOfDay(noon - 86_400_000, noon, 'minutes')).toBe('Fri 20 Nov, 12:03');
  const late = new Date(2026, 10, 21, 23, 58).getTime();
  expect(timeOfDay(late + 600_000, late, 'minutes')).toBe('00:08');
});

test('an expectation is a span while it is near and times of day later', () => {
  const noon = new Date(2026, 10, 21, 12, 0).getTime();
  const after = (from: number, to: number) => expectation(noon + from * 1_000, noon + to * 1_000, noon);
  expect([after(-3, 0), after(2, 13), after(22, 61), after(70, 130), after(120, 120)]).toEqual([
    'any moment',
    'within a minute',
    'within 2 minutes',
    'in 1 to 3 minutes',
    'in about 2 minutes',
  ]);
  expect([after(600, 1_200), after(700, 700)]).toEqual(['between 12:10 and 12:20', 'at 12:11']);
});
