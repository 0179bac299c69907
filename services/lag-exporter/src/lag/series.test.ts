import { describe, expect, test } from 'vitest';
import { createSeries } from './series.ts';

const series = (...points: [at: number, value: number][]) => {
  const made = createSeries();
  for (const [at, value] of points) made.push(at, value);
  return made;
};

describe('the time of a record from its offset', () => {
  test('lies between the two observations of the log’s end around it', () => {
    // Ten records, 0 to 9, were written between 1 s and 2 s: the last of them just before the second observation.
    const ends = series([1_000, 0], [2_000, 10]);
    expect([0, 4, 9].map((offset) => ends.timeOfOffset(offset))).toEqual([1_100, 1_500, 2_000]);
  });

  test('is unknown for records written before the first observation, or not yet', () => {
    const ends = series([1_000, 5], [2_000, 10]);
    expect(ends.timeOfOffset(4)).toBeUndefined();
    expect(ends.timeOfOffset(10)).toBeUndefined();
    expect(series().timeOfOffset(0)).toBeUndefined();
  });

  test('counts from the end of a time without change, not from its beginning', () => {
    const ends = series([1_000, 5], [2_000, 5], [3_000, 5], [4_000, 6]);
    expect(ends.timeOfOffset(5)).toBe(4_000);
    expect(ends.unchangedSince).toBe(4_000);
  });
});

describe('a rate', () => {
  test('is the growth over the window, interpolated at its beginning', () => {
    const ends = series([0, 0], [10_000, 100], [70_000, 700]);
    expect(ends.rate(60_000, 10_000)).toBe(10);
    expect(ends.rate(30_000, 10_000)).toBe(10);
  });

  test('covers what was observed while the window is not full, and is unknown at first', () => {
    expect(series([0, 0], [5_000, 100]).rate(60_000, 10_000)).toBeUndefined();
    expect(series([0, 0], [20_000, 100]).rate(60_000, 10_000)).toBe(5);
  });

  test('falls to 0 when nothing arrives any more', () => {
    const ends = series([0, 0], [1_000, 100], [30_000, 100], [120_000, 100]);
    expect(ends.rate(60_000, 10_000)).toBe(0);
    expect(ends.unchangedSince).toBe(1_000);
  });

  test('restarts after a reset', () => {
    const commits = series([0, 500], [60_000, 900], [65_000, 0]);
    expect(commits.rate(60_000, 10_000)).toBeUndefined();
    expect(commits.last).toBe(0);
  });
});

test('a long series stays bounded, keeps its reach and the detail of the last observations', () => {
  const long = createSeries();
  for (let i = 0; i <= 10_000; i += 1) long.push(i * 1_000, i * 10);
  expect(long.timeOfOffset(9)).toBe(1_000);
  expect(long.timeOfOffset(99_999)).toBe(10_000_000);
  expect(long.timeOfOffset(50_004)).toBeCloseTo(5_000_500, -4);
  expect(long.rate(60_000, 10_000)).toBeCloseTo(10, 5);
});
