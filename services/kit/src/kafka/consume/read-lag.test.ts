import { expect, test } from 'vitest';
import { observeEnds, type ReadLagState, readLagOf } from './read-lag.ts';

type Look = [seconds: number, end: number, position: number];

const after = (looks: readonly Look[]): ReadLagState =>
  looks.reduce<ReadLagState>(
    (state, [at, end, position]) =>
      observeEnds(state, at * 1000, new Map([[0, end]]), new Map([[0, position]])),
    [],
  );

test.each<[string, Look[], number, { offsets: number; seconds: number } | undefined]>([
  ['is not known before the first look', [], 5, undefined],
  ['is nothing where all was read', [[0, 5, 5]], 5, { offsets: 0, seconds: 0 }],
  [
    'is no time while the reader keeps up with what comes in',
    [
      [0, 5, 3],
      [2, 9, 5],
      [4, 14, 9],
    ],
    9,
    { offsets: 5, seconds: 0 },
  ],
  [
    'lasts since the first end that was not reached',
    [
      [0, 5, 5],
      [2, 9, 5],
      [4, 14, 5],
      [6, 20, 5],
    ],
    5,
    { offsets: 15, seconds: 4 },
  ],
  [
    'shrinks as the reader passes older ends',
    [
      [0, 5, 5],
      [2, 9, 5],
      [4, 14, 5],
      [6, 20, 5],
    ],
    9,
    { offsets: 11, seconds: 2 },
  ],
])('the lag of a reader %s', (_title, looks, position, lag) => {
  const found = readLagOf(after(looks), new Map([[0, position]]));
  expect(found && { offsets: found.offsets, seconds: found.seconds }).toEqual(lag);
});

test('ends of several partitions count together, and an unread partition from its start', () => {
  const ends = new Map([
    [0, 5],
    [1, 7],
  ]);
  expect(readLagOf(observeEnds([], 9000, ends, new Map()), new Map([[0, 4]]))).toEqual({
    measuredAt: 9000,
    offsets: 8,
    seconds: 0,
  });
});

test('of a reader that stands for long the first end is kept, in bounded memory', () => {
  const state = after(Array.from({ length: 5000 }, (_, i): Look => [i, i + 1, 0]));
  expect(state.length).toBeLessThanOrEqual(61);
  expect(readLagOf(state, new Map([[0, 0]]))).toMatchObject({ offsets: 5000, seconds: 4999 });
});
