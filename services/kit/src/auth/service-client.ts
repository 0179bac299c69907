import type { z } from 'zod';
import { ConfigError, type oidcVars, type serviceClientVars } from '../config.ts';
import { readMountedFile } from '../files.ts';
import { createTokenSource, type TokenSource } from './client-credentials.ts';

/** A request in the service's own name; `signal` bounds it together with what it waits for. */
export type ServiceFetch = (
  url: string,
  init: { signal: AbortSignal; headers?: Record<string, string> },
) => Promise<Response>;

type Config = z.infer<z.ZodObject<typeof serviceClientVars & Pick<typeof oidcVars, 'AUTH' | 'OIDC_ISSUER'>>>;

/**
 * How a service calls its neighbours where no person does: with a token of its own client, or without one where they need
 * none, on loopback. Undefined: they would refuse it, since it has no client.
 * @throws ConfigError
 */
export function serviceFetchOf(config: Config): ServiceFetch | undefined {
  const secret = secretOf(config);
  if (secret === undefined)
    return config.OIDC_ISSUER === undefined || config.AUTH === 'optional' ? fetch : undefined;
  const { SERVICE_TOKEN_URL: tokenUrl, OIDC_ISSUER: issuer } = config;
  if (tokenUrl === undefined && issuer === undefined)
    throw new ConfigError('SERVICE_CLIENT_SECRET is set, but neither SERVICE_TOKEN_URL nor OIDC_ISSUER is');
  const tokens = createTokenSource({
    clientId: config.SERVICE_CLIENT_ID,
    clientSecret: secret,
    tokenUrl,
    issuer,
    scope: config.SERVICE_TOKEN_SCOPE,
    resource: config.SERVICE_TOKEN_RESOURCE,
  });
  return fetchWith(tokens);
}

function secretOf(config: Config): string | undefined {
  const { SERVICE_CLIENT_SECRET: value, SERVICE_CLIENT_SECRET_FILE: file } = config;
  return file === undefined ? value : readMountedFile('SERVICE_CLIENT_SECRET_FILE', file).trim();
}

/** A token that is refused is fetched again by the next request: who calls here polls. */
function fetchWith(tokens: TokenSource): ServiceFetch {
  return async (url, init) => {
    const token = await tokens.token(init.signal);
    const response = await fetch(url, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });
    if (response.status === 401) tokens.drop(token);
    return response;
  };
}
