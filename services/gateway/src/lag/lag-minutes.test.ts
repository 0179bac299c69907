import { expect, test } from 'vitest';
import { createLagMinutes } from './lag-minutes.ts';

const day = 1440;
const minute = (at: number, lag: number, group = 'tea.boil') => ({
  at: at * 60_000,
  group,
  topic: 'toboil',
  lag,
  records: lag,
  oldestAgeSeconds: 0,
});

test('a day is kept of the groups that are wanted, minute by minute', () => {
  const minutes = createLagMinutes((group) => group.startsWith('tea.'));
  for (let at = 0; at < 3 * day; at++) minutes.add(minute(at, at));
  minutes.add(minute(0, 1, 'cake.bake'));
  const kept = [...minutes.of('tea.boil', 'toboil')];
  expect(kept).toHaveLength(day);
  expect(Math.min(...kept.map(({ lag }) => lag ?? 0))).toBe(2 * day);
  expect([...minutes.of('cake.bake', 'toboil')]).toEqual([]);
});

test('the later of two records of a minute counts, but not one of an earlier day', () => {
  const minutes = createLagMinutes(() => true);
  for (const [at, lag] of [
    [day, 1],
    [day, 5],
    [0, 9],
  ] as const)
    minutes.add(minute(at, lag));
  expect([...minutes.of('tea.boil', 'toboil')].map(({ lag }) => lag)).toEqual([5]);
});
