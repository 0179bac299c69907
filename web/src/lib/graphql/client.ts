import { Client, fetchExchange } from '@urql/core';

/** An answer that takes longer counts as lost; what is repeated is safe to repeat (idempotency keys). */
const patience = 12_000;

/**
 * Queries and mutations go over HTTP, so that they have an answer of their own when the socket has none.
 * @param headers sent with each: who asks
 */
export const createGraphqlClient = (headers: Record<string, string>): Client =>
  new Client({
    url: '/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    // One answer and no stream: what urql asks for by itself lets a server choose event streams.
    fetchOptions: { headers: { ...headers, accept: 'application/graphql-response+json, application/json' } },
    requestPolicy: 'network-only',
    fetch: (input, init = {}) => {
      const late = AbortSignal.timeout(patience);
      return fetch(input, { ...init, signal: init.signal ? AbortSignal.any([init.signal, late]) : late });
    },
  });
