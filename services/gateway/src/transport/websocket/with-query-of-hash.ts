import { isRecord } from '@cupcakery/kit/tools/is-record';

/**
 * A reviver for `JSON.parse` that gives a subscribe message without a text an empty one if it names its operation by hash.
 * graphql-ws closes the socket, and with it all its subscriptions, for a message without `payload.query`.
 */
export function withQueryOfHash(key: string, value: unknown): unknown {
  // The key of the whole message; the values within it come before, and may have any names.
  if (key !== '' || !isRecord(value) || value.type !== 'subscribe') return value;
  const { payload } = value;
  if (!isRecord(payload) || !isRecord(payload.extensions)) return value;
  if ('persistedQuery' in payload.extensions) payload.query ??= '';
  return value;
}
