import { Client, fetchExchange } from '@urql/core';
import type { CredentialsSource } from './credentials.ts';
import { accepted, earlyRequest, patienceMs } from './early-request.ts';

/**
 * Queries and mutations go over HTTP, so that they get an answer even when the socket does not.
 * @param credentials the caller's identity; a request that was refused with it is sent once more with a fresh one
 */
export const createGraphqlClient = (credentials: CredentialsSource): Client =>
  new Client({
    url: '/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetchOptions: { headers: { accept: accepted } },
    requestPolicy: 'network-only',
    fetch: async (input, init = {}) => {
      const own = await credentials();
      const early = await earlyRequest.take(init.body, own)?.catch(() => undefined);
      if (early) return early;
      const send = (who: Readonly<Record<string, string>>) => {
        const late = AbortSignal.timeout(patienceMs);
        const headers = new Headers(init.headers);
        for (const [name, value] of Object.entries(who)) headers.set(name, value);
        return fetch(input, {
          ...init,
          headers,
          signal: init.signal ? AbortSignal.any([init.signal, late]) : late,
        });
      };
      const answer = await send(own);
      if (answer.status !== 401) return answer;
      const fresh = await credentials(own);
      return fresh === own ? answer : send(fresh);
    },
  });
