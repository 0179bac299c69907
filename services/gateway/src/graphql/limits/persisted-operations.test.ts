import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createPersistedOperations, readPersistedOperations } from './persisted-operations.ts';

const query = '{ me { name } }';
const hash = createHash('sha256').update(query).digest('hex');
const known = new Map([[hash, query]]);
const byHash = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
/** The text, or the code of the refusal. */
function outcome(only: boolean, sent: object): unknown {
  try {
    return createPersistedOperations(known, only).textOf(sent);
  } catch (error) {
    return Reflect.get(Object(Reflect.get(Object(error), 'extensions')), 'code');
  }
}

describe.each([true, false])('when only persisted operations are allowed: %s', (only) => {
  test.each([
    [{ query }, query],
    [byHash(hash), query],
    [{ query: '', ...byHash(hash) }, query],
    [{ query, ...byHash(hash) }, query],
    [{ query: '{ other }' }, only ? 'PERSISTED_OPERATION_REQUIRED' : '{ other }'],
    [
      { query: '{ other }', extensions: { some: 'value' } },
      only ? 'PERSISTED_OPERATION_REQUIRED' : '{ other }',
    ],
    [{}, only ? 'PERSISTED_OPERATION_REQUIRED' : ''],
    [byHash('0'.repeat(64)), 'PERSISTED_OPERATION_NOT_FOUND'],
    [{ query: '{ other }', ...byHash(hash) }, 'BAD_REQUEST'],
  ])('%j gives %s', (sent, expected) => {
    expect(outcome(only, sent)).toBe(expected);
  });
});

test('a file maps hashes to texts', () => {
  expect(readPersistedOperations({ name: 'p.json', text: JSON.stringify({ [hash]: query }) })).toEqual(known);
});
test.each([
  ['{', /p.json is not JSON/],
  ['[]', /must map hashes/],
  [JSON.stringify({ [hash]: 7 }), /must map hashes/],
  [JSON.stringify({ abc: query }), new RegExp(`under abc has the hash ${hash}`)],
])('a file with %s is refused', (text, message) => {
  expect(() => readPersistedOperations({ name: 'p.json', text })).toThrow(message);
});
