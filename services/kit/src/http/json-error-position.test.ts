import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonErrorPosition } from './json-error-position.ts';

it.each([
  ['', 1, 1],
  ['x', 1, 1],
  ['{"a":1,}', 1, 8],
  ['{"a":\n  oops}', 2, 3],
  ['[1, 2', 1, 6],
  ['{"a":1} x', 1, 9],
  ['{a:1}', 1, 2],
  ['"ab', 1, 4],
  ['[tru, 1]', 1, 5],
  ['[-x]', 1, 3],
  ['{"a" 1}', 1, 6],
])('%j breaks at line %i, column %i', (text, line, column) => {
  expect(jsonErrorPosition(text)).toEqual({ line, column });
});

it('finds a control character planted outside of strings in any JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean())), (value) => {
      const text = `{"a":${JSON.stringify(value)}`;
      expect(jsonErrorPosition(`${text}\u0001}`).column).toBe(text.length + 1);
    }),
  );
});
