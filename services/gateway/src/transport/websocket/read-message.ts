import { isRecord } from '@cupcakery/kit/tools/is-record';

/** Longest id of an operation, in characters; the usual clients send 36. */
export const maxOperationIdLength = 128;

/** A message as far as it is read here; graphql-ws checks the rest of it. */
export type ReadMessage = { type: unknown; id?: unknown; payload?: unknown };

/**
 * Reads a message of graphql-transport-ws with the members that the protocol knows: what a subscription was opened with
 * is kept for as long as it lives, and anything else in there would be kept with it.
 *
 * A subscribe message without a text gets an empty one if it names its operation by hash: graphql-ws closes the socket,
 * and with it all its subscriptions, for a message without `payload.query`.
 * @returns undefined for what is no JSON object
 */
export function readMessage(text: string): ReadMessage | undefined {
  const message = parsed(text);
  if (!isRecord(message)) return undefined;
  const { type, id, payload } = message;
  if (type !== 'subscribe' || !isRecord(payload)) {
    return { type, ...(id === undefined ? {} : { id }), ...(payload === undefined ? {} : { payload }) };
  }
  return { type, id, payload: operationOf(payload) };
}

function operationOf({ query, operationName, variables, extensions }: Record<string, unknown>) {
  const persisted = isRecord(extensions) ? extensions.persistedQuery : undefined;
  const named = persisted !== undefined;
  const sha256Hash = isRecord(persisted) ? persisted.sha256Hash : undefined;
  return {
    ...(query === undefined && !named ? {} : { query: named ? (query ?? '') : query }),
    ...(operationName === undefined ? {} : { operationName }),
    ...(variables === undefined ? {} : { variables }),
    ...(named ? { extensions: { persistedQuery: isHash(sha256Hash) ? { sha256Hash } : {} } } : {}),
  };
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 100;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
