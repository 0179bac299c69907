import { expect, test } from 'vitest';
import { choiceIn, withQuery } from './query.ts';

test.each([
  ['', 5],
  ['?every=15', 15],
  ['every=15', 15],
  ['?workflow=tea&every=1', 1],
  ['?every=', 5],
  ['?every=7', 5],
  ['?every=1&every=15', 1],
])('of %j the choice is %s', (search, value) => {
  expect(choiceIn(search, 'every', [1, 5, 15], 5)).toBe(value);
});

test.each([
  ['', '15', '?every=15'],
  ['?every=1', '15', '?every=15'],
  ['?workflow=tea&every=1&open=bake', undefined, '?workflow=tea&open=bake'],
  ['?every=1', undefined, ''],
  ['', undefined, ''],
  ['?workflow=tea', 'a b&c', '?workflow=tea&every=a+b%26c'],
])('%j with %j is %j', (search, value, expected) => {
  expect(withQuery(search, 'every', value)).toBe(expected);
});
