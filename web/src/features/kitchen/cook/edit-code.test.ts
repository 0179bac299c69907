import { expect, test } from 'vitest';
import { editCode, isWhole, type PinKey } from './edit-code.ts';

test.each<[string, PinKey, string, boolean]>([
  ['', '4', '4', false],
  ['471', '1', '4711', true],
  ['4711', 'Backspace', '471', false],
  ['', 'Backspace', '', false],
  ['123456789012', '3', '123456789012', true],
])('%j and %s: %j, whole: %s', (before, key, after, whole) => {
  expect(editCode(before, key)).toBe(after);
  expect(isWhole(after)).toBe(whole);
});
