import { shopRefusals } from '@cupcakery/collections/contracts/command';
import { refusalCodes } from '@cupcakery/workflow/contracts/refusal';
import { expect, test } from 'vitest';
import { apiErrorCode, errorsOf } from './api-errors.ts';

test('every refusal of a decider keeps its name', () => {
  // A processor of an older release does not know a collection yet: that passes.
  const ofShop = shopRefusals.filter((code) => code !== 'UNKNOWN_COLLECTION');
  for (const code of [...refusalCodes, ...ofShop]) expect(apiErrorCode(409, code)).toBe(code);
});

test.each([
  [400, 'INVALID_FIELDS', 'INVALID'],
  [403, 'FORBIDDEN', 'FORBIDDEN'],
  [401, 'UNAUTHENTICATED', 'FORBIDDEN'],
  [404, 'NO_SUCH_WORKFLOW', 'NOT_FOUND'],
  [429, 'NEWER_THAN_THE_TABLE', 'UNAVAILABLE'],
  [429, 'DAILY_LIMIT', 'DAILY_LIMIT'],
  [503, 'NEWER_THAN_THE_TABLE', 'UNAVAILABLE'],
  [500, 'INTERNAL', 'FAULT'],
  [503, 'UNKNOWN_COLLECTION', 'UNAVAILABLE'],
  [429, 'TOO_MANY_REQUESTS', 'UNAVAILABLE'],
  [418, 'toString', 'INVALID'],
])('%s %s is %s', (status, code, expected) => {
  expect(apiErrorCode(status, code)).toBe(expected);
});

test('each field becomes one error, with a pointer into the details', () => {
  const problem = {
    title: 'The request does not fit',
    code: 'INVALID_FIELDS',
    errors: [
      { pointer: '/details/size', detail: 'must be S or M' },
      { pointer: '/details', detail: 'too deep' },
    ],
  };
  expect(errorsOf(400, problem)).toEqual([
    { code: 'INVALID', message: 'must be S or M', field: '/size' },
    { code: 'INVALID', message: 'too deep' },
  ]);
  const ofItem = { title: 'It does not fit', code: 'INVALID_FIELDS' };
  expect(errorsOf(400, { ...ofItem, errors: [{ pointer: '/price', detail: 'too much' }] })).toEqual([
    { code: 'INVALID', message: 'too much', field: '/price' },
  ]);
  expect(errorsOf(409, { title: 'Too late', code: 'TOO_LATE', detail: 'baked' })).toEqual([
    { code: 'TOO_LATE', message: 'baked' },
  ]);
});
