import { expect, it } from 'vitest';
import { withQueryOfHash } from './with-query-of-hash.ts';

const extensions = { persistedQuery: { version: 1, sha256Hash: 'abc' } };

it.each<[string, object, object]>([
  [
    'that names its operation by hash gets an empty text',
    { type: 'subscribe', id: '1', payload: { extensions } },
    { type: 'subscribe', id: '1', payload: { extensions, query: '' } },
  ],
  [
    'with null as its text gets an empty one',
    { type: 'subscribe', id: '1', payload: { extensions, query: null } },
    { type: 'subscribe', id: '1', payload: { extensions, query: '' } },
  ],
  [
    'with a text keeps it',
    { type: 'subscribe', id: '1', payload: { extensions, query: '{ me { name } }' } },
    { type: 'subscribe', id: '1', payload: { extensions, query: '{ me { name } }' } },
  ],
  [
    'with neither stays invalid',
    { type: 'subscribe', id: '1', payload: { extensions: {} } },
    { type: 'subscribe', id: '1', payload: { extensions: {} } },
  ],
  [
    'whose variables look like a message stays as it is',
    {
      type: 'subscribe',
      payload: { query: '{ a }', variables: { '': { type: 'subscribe' }, payload: { extensions } } },
    },
    {
      type: 'subscribe',
      payload: { query: '{ a }', variables: { '': { type: 'subscribe' }, payload: { extensions } } },
    },
  ],
  [
    'of another type stays as it is',
    { type: 'ping', payload: { extensions } },
    { type: 'ping', payload: { extensions } },
  ],
])('a message %s', (_name, sent, read) => {
  expect(JSON.parse(JSON.stringify(sent), withQueryOfHash)).toEqual(read);
});
