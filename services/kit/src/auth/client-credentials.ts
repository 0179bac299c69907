import * as oauth from 'oauth4webapi';
import { ConfigError } from '../config.ts';
import { waitAfter } from '../tools/backoff.ts';
import { abortable } from '../tools/on-abort.ts';
import { isPrivateHost } from './private-host.ts';

/** No token could be had; the message is for people and holds no secret. */
export class TokenUnavailable extends Error {
  override name = 'TokenUnavailable';
}

/** Access tokens of one client. */
export type TokenSource = {
  /** A token that is valid by its expiry. Rejects with TokenUnavailable, or the signal's reason. */
  token(signal: AbortSignal): Promise<string>;
  /** Forgets a token that was refused: its provider may have new keys, or have revoked it. */
  drop(token: string): void;
};

/** `tokenUrl`: the token endpoint; without it `issuer`, whose discovery names it. */
export type TokenSourceOptions = {
  clientId: string;
  clientSecret: string;
  tokenUrl?: string | undefined;
  issuer?: string | undefined;
  scope?: string | undefined;
  /** What the token is for (RFC 8707), where the provider needs to know. */
  resource?: string | undefined;
  /** How long one request may take, ms; default 5 s. */
  timeoutMs?: number;
};

/** A token is renewed when this much of its life is left, but at most a minute before its expiry. */
const renewAtRest = 0.2;
const maxMarginMs = 60_000;
/** Pauses after failures: a client that the provider refuses must not be locked out by its own attempts. */
const pauseMs = { min: 1_000, max: 60_000 };

/**
 * Access tokens for calls without a person, by client credentials (RFC 6749, section 4.4): from `tokenUrl`, or from the
 * token endpoint that the issuer's discovery names. A token is used again until shortly before its expiry; however many
 * callers wait, there is one request at a time, and after failures there is none for up to a minute: callers get the last one.
 * @throws ConfigError without an endpoint
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const endpoint = endpointOf(options);
  let current: { value: string; usableUntil: number } | undefined;
  let fetching: Promise<string> | undefined;
  let failed: { error: unknown; times: number; until: number } | undefined;

  async function renew(): Promise<string> {
    const requestedAt = performance.now();
    try {
      const { access_token: value, expires_in: seconds = 0 } = await requestToken(options, endpoint);
      const life = seconds * 1000;
      current = { value, usableUntil: requestedAt + life - Math.min(maxMarginMs, life * renewAtRest) };
      failed = undefined;
      return value;
    } catch (error) {
      const times = (failed?.times ?? 0) + 1;
      failed = { error, times, until: performance.now() + waitAfter(times, pauseMs) };
      throw error;
    }
  }

  return {
    async token(signal) {
      signal.throwIfAborted();
      if (current && performance.now() < current.usableUntil) return current.value;
      if (failed && performance.now() < failed.until) throw failed.error;
      fetching ??= renew().finally(() => {
        fetching = undefined;
      });
      return await abortable(fetching, signal);
    },
    drop(token) {
      if (current?.value === token) current = undefined;
    },
  };
}

/** Where tokens come from: `direct`, or named by the discovery of an issuer. */
type Endpoint = { address: string; direct: boolean };

function endpointOf({ clientId, tokenUrl, issuer }: TokenSourceOptions): Endpoint {
  const address = tokenUrl ?? issuer;
  if (address === undefined)
    throw new ConfigError(`the client ${clientId} needs a token URL, or an issuer whose discovery names it`);
  return { address, direct: tokenUrl !== undefined };
}

async function requestToken(
  options: TokenSourceOptions,
  { address, direct }: Endpoint,
): Promise<oauth.TokenEndpointResponse> {
  const { clientId, clientSecret, scope, resource, timeoutMs = 5_000 } = options;
  const client: oauth.Client = { client_id: clientId };
  const http = {
    signal: AbortSignal.timeout(timeoutMs),
    [oauth.allowInsecureRequests]: isPrivateHost(new URL(address).hostname),
  };
  const parameters = new URLSearchParams({
    ...(scope === undefined ? {} : { scope }),
    ...(resource === undefined ? {} : { resource }),
  });
  try {
    const server = direct
      ? { issuer: new URL(address).origin, token_endpoint: address }
      : await discover(address, http);
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      oauth.ClientSecretBasic(clientSecret),
      parameters,
      http,
    );
    return await oauth.processClientCredentialsResponse(server, client, response);
  } catch (error) {
    throw new TokenUnavailable(`no token for ${clientId} from ${address}: ${reasonOf(error, timeoutMs)}`, {
      cause: error,
    });
  }
}

async function discover(
  issuer: string,
  http: oauth.DiscoveryRequestOptions,
): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  return await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, http));
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof oauth.ResponseBodyError) return error.error_description ?? error.error;
  if (error instanceof oauth.WWWAuthenticateChallengeError)
    return error.cause[0]?.parameters.error_description ?? `it answered ${error.status}`;
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `no answer within ${timeoutMs} ms`;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}
