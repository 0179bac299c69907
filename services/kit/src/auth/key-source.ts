import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Logger } from '../log.ts';
import { sleep } from '../tools/backoff.ts';

const retryAfterMs = 5_000;
const timeoutMs = 5_000;
/** How long known keys serve while the identity provider cannot be reached. */
const staleMs = 3_600_000;

const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** The identity provider does not answer; whether the token is valid is unknown. */
export class KeysUnavailable extends Error {
  override name = 'KeysUnavailable';
}

export type KeySource = {
  /** Finds a token's key. Rejects with KeysUnavailable, or jose's error when the key is unknown. */
  find: JWTVerifyGetKey;
  /** Fetches the keys before the first request needs them, in attempts over a minute; never throws. */
  prepare(signal: AbortSignal): Promise<void>;
};

/** A minute: as long as a provider takes to be moved to another node. */
const prepareTries = 12;

/**
 * The issuer's public keys, fetched when first needed: from `jwksUrl`, else from the one that OpenID Connect
 * discovery names. An unknown key id leads to a new fetch at most every 30 s, so that made-up ids cannot
 * flood the provider; after a failure nothing is fetched for 5 s. If the provider is down, keys fetched within
 * the last hour still serve.
 */
export function createKeySource(options: { issuer: string; jwksUrl?: string; log: Logger }): KeySource {
  const { issuer, log } = options;
  let failedAt = Number.NEGATIVE_INFINITY;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let remote: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;

  /** Fails fast for a while after a failure: an outage must not cost every request a timeout. */
  async function guardedFetch(url: string, init: RequestInit): Promise<Response> {
    if (performance.now() - failedAt < retryAfterMs)
      throw new KeysUnavailable('the last attempt has just failed');
    try {
      const response = await fetch(url, init);
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      return response;
    } catch (error) {
      failedAt = performance.now();
      log.warn({ err: error, url }, 'cannot fetch the keys of the identity provider');
      throw new KeysUnavailable('identity provider cannot be reached', { cause: error });
    }
  }

  async function open() {
    const url = options.jwksUrl ?? (await discover(issuer, guardedFetch));
    return createRemoteJWKSet(new URL(url), {
      timeoutDuration: timeoutMs,
      cooldownDuration: 30_000,
      cacheMaxAge: 600_000,
      [customFetch]: async (address, init) => {
        const response = await guardedFetch(address, init);
        fetchedAt = performance.now();
        return response;
      },
    });
  }

  async function opened() {
    remote ??= open();
    const opening = remote;
    return await opening.catch((error: unknown) => {
      // Not cached: one failed discovery must not be permanent.
      if (remote === opening) remote = undefined;
      throw asUnavailable(error);
    });
  }

  return {
    async find(header, token) {
      const keys = await opened();
      try {
        return await keys(header, token);
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
          throw error;
        const known = keys.jwks();
        if (!known || performance.now() - fetchedAt > staleMs) throw asUnavailable(error);
        return createLocalJWKSet(known)(header, token);
      }
    },
    async prepare(signal) {
      for (let left = prepareTries; left > 0 && !signal.aborted; left--) {
        try {
          return await (await opened()).reload();
        } catch {
          // Logged where it failed. The first request retries in any case.
          if (left > 1) await sleep(retryAfterMs, signal);
        }
      }
    },
  };
}

type Get = (url: string, init: RequestInit) => Promise<Response>;

async function discover(issuer: string, get: Get): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await get(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
  const document = discoveryDocument.parse(await response.json());
  // OpenID Connect Discovery 1.0, section 4.3: else one provider could speak for another.
  if (document.issuer !== issuer) throw new Error(`${url} speaks for ${document.issuer}, not for ${issuer}`);
  return document.jwks_uri;
}

function asUnavailable(error: unknown): unknown {
  if (error instanceof KeysUnavailable) return error;
  // A key type that the algorithm cannot use is the token's fault, not the provider's.
  if (error instanceof errors.JOSENotSupported) return error;
  return new KeysUnavailable('the identity provider gave no usable keys', { cause: error });
}
