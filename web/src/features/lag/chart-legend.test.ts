import { expect, test } from 'vitest';
import { legendOf } from './chart-legend.ts';

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();
const points = [
  { at: at(0), lag: 9, oldestAgeSeconds: 30.4 },
  { at: at(30), lag: null, oldestAgeSeconds: null },
  { at: at(60), lag: 2, oldestAgeSeconds: 0 },
];
const most = { mostLag: '9', mostAge: '30' };

test.each([
  [
    'of the present while nothing is pointed at',
    points,
    undefined,
    { at: undefined, lag: '2', age: '0', ...most },
  ],
  ['of what is pointed at', points, 0, { at: 0, lag: '9', age: '30', ...most }],
  ['unknown in a gap', points, 1, { at: 30_000, lag: '–', age: '–', ...most }],
  [
    'of the present when what was pointed at has gone',
    points,
    7,
    { at: undefined, lag: '2', age: '0', ...most },
  ],
  [
    'unknown without points',
    [],
    undefined,
    { at: undefined, lag: '–', age: '–', mostLag: '–', mostAge: '–' },
  ],
])('the values are %s', (_title, given, pointedAt, legend) => {
  expect(legendOf(given, pointedAt)).toEqual(legend);
});
