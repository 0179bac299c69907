import { expect, it } from 'vitest';
import { isNestedDeeper } from './depth.ts';

it.each([
  ['', 0, false],
  ['1', 0, false],
  ['[]', 0, true],
  ['[]', 1, false],
  ['[[],[],{}]', 2, false],
  ['{"a":{"b":[1]}}', 2, true],
  ['{"a":{"b":[1]}}', 3, false],
  ['"[[[["', 0, false],
  ['["\\"[[[", "\\\\", "{"]', 1, false],
  ['["\\\\", [', 1, true],
  ['[[[', 2, true],
])('%j is nested deeper than %i levels: %s', (text, levels, deeper) => {
  expect(isNestedDeeper(text, levels)).toBe(deeper);
});
