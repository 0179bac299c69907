import { expect, test } from 'vitest';
import { codeProblem } from './code-rules.ts';

test.each([
  ['4711', '4711', undefined],
  ['123456789012', '123456789012', undefined],
  ['471', '471', 'digits'],
  ['1234567890123', '1234567890123', 'digits'],
  ['47 11', '47 11', 'digits'],
  ['', '', 'digits'],
  ['4711', '4712', 'differ'],
])('code %j, again %j: %s', (code, again, problem) => {
  expect(codeProblem(code, again)).toBe(problem);
});
