import { expect, it } from 'vitest';
import { readMessage } from './read-message.ts';

const extensions = { persistedQuery: { sha256Hash: 'abc' } };
const subscribe = (payload: object, more: object = {}) => ({ type: 'subscribe', id: '1', payload, ...more });

it.each<[string, unknown, unknown]>([
  [
    'that names its operation by hash gets an empty text',
    subscribe({ extensions }),
    subscribe({ extensions, query: '' }),
  ],
  [
    'with null as its text gets an empty one',
    subscribe({ extensions, query: null }),
    subscribe({ extensions, query: '' }),
  ],
  [
    'with a text keeps it',
    subscribe({ extensions, query: '{ a }' }),
    subscribe({ extensions, query: '{ a }' }),
  ],
  ['with neither stays invalid', subscribe({ extensions: {} }), subscribe({})],
  [
    'keeps its variables, whatever they look like',
    subscribe({
      query: '{ a }',
      operationName: 'A',
      variables: { '': subscribe({}), payload: { extensions } },
    }),
    subscribe({
      query: '{ a }',
      operationName: 'A',
      variables: { '': subscribe({}), payload: { extensions } },
    }),
  ],
  [
    'loses what the protocol does not know',
    subscribe(
      { query: '{ a }', more: 1, extensions: { more: 1, persistedQuery: { version: 1, sha256Hash: 'abc' } } },
      { more: 1 },
    ),
    subscribe({ query: '{ a }', extensions }),
  ],
  ['without an operation stays invalid', { type: 'subscribe', id: '1' }, { type: 'subscribe', id: '1' }],
  [
    'of another type keeps its payload',
    { type: 'ping', payload: { extensions }, more: 1 },
    { type: 'ping', payload: { extensions } },
  ],
  ['that is a list is none', [1], undefined],
])('a message %s', (_name, sent, read) => {
  expect(readMessage(JSON.stringify(sent))).toEqual(read);
});

it('what is not JSON is no message', () => {
  expect(readMessage('{')).toBeUndefined();
});
