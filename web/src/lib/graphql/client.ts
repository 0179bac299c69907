import { Client, fetchExchange } from '@urql/core';
import { accepted, earlyRequest, patienceMs } from './early-request.ts';

/**
 * Queries and mutations go over HTTP, so that they get an answer even when the socket does not.
 * @param headers sent with each request: the caller's identity
 */
export const createGraphqlClient = (headers: Record<string, string>): Client =>
  new Client({
    url: '/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetchOptions: { headers: { ...headers, accept: accepted } },
    requestPolicy: 'network-only',
    fetch: async (input, init = {}) => {
      const early = await earlyRequest.take(init.body, headers)?.catch(() => undefined);
      if (early) return early;
      const late = AbortSignal.timeout(patienceMs);
      return fetch(input, { ...init, signal: init.signal ? AbortSignal.any([init.signal, late]) : late });
    },
  });
