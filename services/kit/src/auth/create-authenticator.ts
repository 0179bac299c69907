import type { z } from 'zod';
import { ConfigError, type oidcVars } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Authenticator } from './authenticator.ts';
import { authenticateLocally } from './local.ts';
import { isLoopbackHost } from './loopback.ts';
import { createOidcAuthenticator, type OidcOptions } from './oidc.ts';

/**
 * With OIDC every request needs the issuer's token, and the local headers are ignored. Without it, or where a token is
 * optional, a caller without one is trusted, so a host other than loopback is refused with a ConfigError. A token that is
 * not valid is refused in any case, and its bearer is never the local principal.
 * @param options.claims names or dotted paths of the claims that the service needs of a caller, beside roles
 */
export function createAuthenticator(options: {
  oidc?: OidcOptions | undefined;
  claims?: readonly string[];
  host: string;
  log: Logger;
}): Authenticator {
  const { oidc, claims = [], host, log } = options;
  if (oidc) {
    for (const url of [oidc.issuer, oidc.jwksUrl ?? oidc.issuer]) {
      const { protocol, hostname } = new URL(url);
      if (protocol !== 'https:' && !isLoopbackHost(hostname)) log.warn({ url }, 'keys come over plain http');
    }
    const { authenticate, prepare } = createOidcAuthenticator({ ...oidc, claims, log });
    if (!oidc.optional) return { mode: 'oidc', authenticate, prepare };
    requireLoopback(host, 'with AUTH=optional', 'set AUTH=required');
    log.warn('AUTH=optional: every local caller without a token is trusted');
    return {
      mode: 'optional',
      authenticate: async (request) =>
        request.headers.get('authorization') === null
          ? authenticateLocally(request)
          : await authenticate(request),
      prepare,
    };
  }
  requireLoopback(host, 'without OIDC_ISSUER', 'set OIDC_ISSUER and OIDC_AUDIENCE');
  log.warn('no OIDC_ISSUER: every local caller is trusted');
  return {
    mode: 'local',
    authenticate: async (request) => authenticateLocally(request),
    prepare: async () => {},
  };
}

function requireLoopback(host: string, condition: string, remedy: string): void {
  if (isLoopbackHost(host)) return;
  throw new ConfigError(
    `HOST=${host} is open to others, but ${condition} every caller would be an administrator: ${remedy}, or HOST=127.0.0.1`,
  );
}

type OidcConfig = z.infer<z.ZodObject<typeof oidcVars>>;

/** The `oidc` option from a configuration with oidcVars; undefined without an issuer. Throws ConfigError. */
export function oidcOptions(config: OidcConfig): OidcOptions | undefined {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = config;
  if (issuer === undefined) {
    if (config.AUTH === 'required')
      throw new ConfigError(
        'AUTH=required needs OIDC_ISSUER; for example https://id.example.com/realms/shop',
      );
    if (audience === undefined && jwksUrl === undefined) return undefined;
    throw new ConfigError('OIDC_AUDIENCE or OIDC_JWKS_URL is set, but OIDC_ISSUER is not');
  }
  if (audience === undefined) throw new ConfigError('OIDC_ISSUER needs OIDC_AUDIENCE; for example cupcakery');
  return {
    issuer,
    audience,
    rolesClaim: config.OIDC_ROLES_CLAIM,
    maxTokenAge: config.OIDC_MAX_TOKEN_AGE,
    ...(config.AUTH === 'optional' ? { optional: true } : {}),
    ...(jwksUrl === undefined ? {} : { jwksUrl }),
  };
}
