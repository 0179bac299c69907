import { expect, it } from 'vitest';
import { ifMatchOf } from './if-match.ts';

it.each([
  [undefined, undefined],
  ['"abc"', ['abc']],
  ['abc', ['abc']],
  ['"abc", "def"', ['abc', 'def']],
  ['*', '*'],
  // Weak ones never match: no ETag of ours looks like this.
  ['W/"abc"', ['W/"abc"']],
  ['', ['']],
])('If-Match %s', (header, expected) => {
  expect(ifMatchOf(header)).toEqual(expected);
});
