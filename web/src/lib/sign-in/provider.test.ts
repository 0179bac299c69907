import { ErrorResponse, ErrorTimeout } from 'oidc-client-ts';
import { expect, test } from 'vitest';
import { failureOf, isRefusal, pathOf } from './provider.ts';

const answer = (error: string) =>
  new ErrorResponse({ error, error_description: 'so it is', userState: undefined });

test('a page to come back to is one of this origin', () => {
  expect(['/', '/kitchen/bake?workflow=tea#x'].map(pathOf)).toEqual(['/', '/kitchen/bake?workflow=tea#x']);
  for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', '', undefined, 7]) {
    expect(pathOf(bad)).toBe('/');
  }
});

test.each([
  ['access_denied', 'cancelled'],
  ['invalid_scope', 'refused'],
])('%s of the provider: %s', (error, kind) => {
  expect(failureOf(answer(error))).toEqual({ kind, detail: 'so it is' });
});

test.each([
  [new Error('No matching state found in storage'), 'foreign'],
  [new TypeError('Failed to fetch'), 'unreachable'],
  [new ErrorTimeout('Network timed out'), 'unreachable'],
  [new Error('iss claim mismatch'), 'unusable'],
  ['odd', 'unusable'],
])('%s: %s', (error, kind) => {
  expect(failureOf(error).kind).toBe(kind);
});

test('only an answer that refuses ends a session; no answer does not', () => {
  expect(isRefusal(answer('invalid_grant'))).toBe(true);
  for (const error of [
    answer('temporarily_unavailable'),
    new TypeError('Failed to fetch'),
    new ErrorTimeout('x'),
  ]) {
    expect(isRefusal(error)).toBe(false);
  }
});
