import { describe, expect, test } from 'vitest';
import { createSeries } from './series.ts';

const series = (...points: [at: number, value: number][]) => {
  const made = createSeries();
  for (const [at, value] of points) made.push(at, value);
  return made;
};

describe('the time of a record from its offset', () => {
  test('lies between the two sightings of the log’s end around it', () => {
    // Ten records, 0 to 9, were written between 1 s and 2 s: the last of them just before the second sighting.
    const ends = series([1_000, 0], [2_000, 10]);
    expect([0, 4, 9].map((offset) => ends.passedAt(offset))).toEqual([1_100, 1_500, 2_000]);
  });

  test('is unknown for what was written before the first sighting, or not yet', () => {
    const ends = series([1_000, 5], [2_000, 10]);
    expect(ends.passedAt(4)).toBeUndefined();
    expect(ends.passedAt(10)).toBeUndefined();
    expect(series().passedAt(0)).toBeUndefined();
  });

  test('counts from the end of a rest, not from its beginning', () => {
    const ends = series([1_000, 5], [2_000, 5], [3_000, 5], [4_000, 6]);
    expect(ends.passedAt(5)).toBe(4_000);
    expect(ends.restingSince).toBe(4_000);
  });
});

describe('a rate', () => {
  test('is the growth over the window, interpolated at its beginning', () => {
    const ends = series([0, 0], [10_000, 100], [70_000, 700]);
    expect(ends.rate(60_000, 10_000)).toBe(10);
    expect(ends.rate(30_000, 10_000)).toBe(10);
  });

  test('is that of what was seen while the window is not full, and unknown at first', () => {
    expect(series([0, 0], [5_000, 100]).rate(60_000, 10_000)).toBeUndefined();
    expect(series([0, 0], [20_000, 100]).rate(60_000, 10_000)).toBe(5);
  });

  test('falls to nothing when nothing comes any more', () => {
    const ends = series([0, 0], [1_000, 100], [30_000, 100], [120_000, 100]);
    expect(ends.rate(60_000, 10_000)).toBe(0);
    expect(ends.restingSince).toBe(1_000);
  });

  test('begins anew after a reset', () => {
    const commits = series([0, 500], [60_000, 900], [65_000, 0]);
    expect(commits.rate(60_000, 10_000)).toBeUndefined();
    expect(commits.last).toBe(0);
  });
});

test('a long series stays bounded, keeps its reach and the detail of the last sightings', () => {
  const long = createSeries();
  for (let i = 0; i <= 10_000; i += 1) long.push(i * 1_000, i * 10);
  expect(long.passedAt(9)).toBe(1_000);
  expect(long.passedAt(99_999)).toBe(10_000_000);
  expect(long.passedAt(50_004)).toBeCloseTo(5_000_500, -4);
  expect(long.rate(60_000, 10_000)).toBeCloseTo(10, 5);
});
