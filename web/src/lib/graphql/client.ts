import { Client, fetchExchange } from '@urql/core';

/** An answer that takes longer counts as lost; what is repeated is safe to repeat (idempotency keys). */
const patience = 12_000;

/**
 * Queries and mutations go over HTTP, so that they get an answer even when the socket does not.
 * @param headers sent with each request: the caller's identity
 */
export const createGraphqlClient = (headers: Record<string, string>): Client =>
  new Client({
    url: '/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    // One answer and no stream: urql's default Accept header lets a server choose event streams.
    fetchOptions: { headers: { ...headers, accept: 'application/graphql-response+json, application/json' } },
    requestPolicy: 'network-only',
    fetch: (input, init = {}) => {
      const late = AbortSignal.timeout(patience);
      return fetch(input, { ...init, signal: init.signal ? AbortSignal.any([init.signal, late]) : late });
    },
  });
