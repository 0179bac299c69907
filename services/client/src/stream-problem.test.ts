import { expect, test } from 'vitest';
import { problemOf } from './stream-problem.ts';

test('the code of the first error is read', () => {
  const errors = [{ message: 'too old', extensions: { code: 'CURSOR_EXPIRED' } }, { message: 'other' }];
  expect(problemOf(errors)).toEqual({ code: 'CURSOR_EXPIRED', message: 'too old' });
});

test.each([undefined, null, [], [null], ['x'], [{ message: 3 }]])(
  '%j is an unknown error and no crash',
  (sent) => {
    expect(problemOf(sent)).toEqual({ code: 'UNKNOWN', message: 'Unknown error' });
  },
);
