import { expect, test } from 'vitest';
import { gridShape } from './grid.ts';
import { pageOf, pageWords } from './pages.ts';
import { settleSlots } from './slots.ts';

test('a page counts what it shows', () => {
  expect(pageWords(pageOf(60, 10, 0), 60)).toBe('1–10 of 60, page 1 of 6');
  expect(pageWords(pageOf(61, 10, 6), 61)).toBe('61–61 of 61, page 7 of 7');
  expect(pageWords(pageOf(0, 10, 3), 0)).toBe('No tickets');
});

test('a page that is no longer there gives way to the last one', () => {
  expect(pageOf(11, 10, 5)).toEqual({ index: 1, count: 2, from: 10, to: 11 });
  expect(pageOf(11, 10, -1).index).toBe(0);
});

test('nothing moves while the board is in use: gaps stay and new tickets are appended', () => {
  const touched = settleSlots(['a', 'b', 'c'], ['rush', 'a', 'c'], true);
  expect(touched).toEqual(['a', null, 'c', 'rush']);
  expect(settleSlots(touched, ['rush', 'a', 'c'], true)).toEqual(touched);
  expect(settleSlots(touched, ['rush', 'a', 'c'], false)).toEqual(['rush', 'a', 'c']);
});

test('what is recalled at once returns to its gap', () => {
  const gap = settleSlots(['a', 'b', 'c', 'd'], ['a', 'c', 'd'], true);
  expect(settleSlots(gap, ['a', 'b', 'c', 'd', 'new'], true)).toEqual(['a', 'b', 'c', 'd', 'new']);
});

const least = { width: 224, height: 240, gap: 12 };
test.each([
  [1880, 860, 5, 2],
  [1240, 640, 5, 2],
  [370, 300, 1, 1],
  [500, 2000, 2, 5],
  [100, 100, 1, 1],
])('a board of %i x %i has %i columns and %i rows', (width, height, columns, rows) => {
  expect(gridShape(width, height, least)).toEqual({ columns, rows });
});
