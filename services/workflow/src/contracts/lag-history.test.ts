import { expect, test } from 'vitest';
import { lagMinuteKey, lagMinuteSchema, minuteOf, minuteOfDay } from './lag-history.ts';

const noon = Date.parse('2026-11-21T12:00:00.000Z');
const day = 86_400_000;
const minute = { at: noon, group: 'tea.boil', topic: 'toboil', lag: 3, records: 2, oldestAgeSeconds: null };

test('a minute is named by its place in the day, so that the next day replaces it', () => {
  expect(lagMinuteKey(minute)).toBe('tea.boil/toboil/720');
  expect(lagMinuteKey({ ...minute, at: noon + day })).toBe(lagMinuteKey(minute));
  expect([noon - 1, noon, noon + 59_999].map(minuteOfDay)).toEqual([719, 720, 720]);
  expect(minuteOf(noon + 59_999)).toBe(noon);
});

test('fields of newer releases are ignored', () => {
  expect(lagMinuteSchema.parse({ ...minute, mood: 'good' })).toEqual(minute);
});
