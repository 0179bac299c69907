import { expect, test } from 'vitest';
import type { LagPoint } from './lag-point.ts';
import { addPoints, spreadPoints } from './spread-points.ts';

const minute = 60_000;
const now = 100 * minute + 10_000;
const point = (at: number, lag: number | null, oldestAgeSeconds: number | null = lag): LagPoint => ({
  at,
  lag,
  oldestAgeSeconds,
});

test.each([
  ['an hour', 60, 120, 30_000],
  ['six hours', 360, 240, 90_000],
  ['a day', 1440, 240, 360_000],
  ['a minute', 1, 2, 30_000],
])('%s has a bounded number of points at equal distances', (_title, minutes, count, distance) => {
  const every = Array.from({ length: 5000 }, (_, i) => point(now - i * 20_000, 1));
  const spread = spreadPoints(every, minutes, now);
  expect(spread).toHaveLength(count);
  expect(new Set(spread.slice(1).map(({ at }, i) => at - (spread[i]?.at ?? 0)))).toEqual(new Set([distance]));
});

test('a point is the worst of its span, and a span of which nothing is known is a gap', () => {
  const at = 98 * minute;
  const points = [point(at + 29_000, 4, 9), point(at, 7, 2), point(at + 30_000, null), point(at + minute, 1)];
  expect(spreadPoints(points, 3, now)).toEqual([
    point(at - 30_000, null),
    point(at, 7, 9),
    point(at + 30_000, null),
    point(at + minute, 1),
    point(at + minute + 30_000, null),
  ]);
});

test('what is unknown in a part of a span does not hide the rest', () => {
  expect(spreadPoints([point(now, null), point(now, 3)], 1, now).at(-1)).toEqual(point(100 * minute, 3));
});

test('without any point of the time there are none', () => {
  expect(spreadPoints([point(0, 5)], 60, now)).toEqual([]);
});

test('histories are added where both are known', () => {
  const a = [point(0, 1, 9), point(1, null), point(2, 3, 1)];
  const b = [point(0, 4, 2), point(1, 5)];
  expect(addPoints(a, b)).toEqual([point(0, 5, 9), point(1, null), point(2, null)]);
});
