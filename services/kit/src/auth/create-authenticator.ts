import type { z } from 'zod';
import { ConfigError, type oidcVars } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Authenticator } from './authenticator.ts';
import { authenticateLocally } from './local.ts';
import { isLoopbackHost } from './loopback.ts';
import { createOidcAuthenticator, type OidcOptions } from './oidc.ts';

/**
 * With OIDC every request needs the issuer's token, and the local headers are ignored. Without it every caller
 * is trusted, so a host other than loopback is refused with a ConfigError.
 */
export function createAuthenticator(options: {
  oidc?: OidcOptions | undefined;
  host: string;
  log: Logger;
}): Authenticator {
  const { oidc, host, log } = options;
  if (oidc) {
    for (const url of [oidc.issuer, oidc.jwksUrl ?? oidc.issuer]) {
      const { protocol, hostname } = new URL(url);
      if (protocol !== 'https:' && !isLoopbackHost(hostname)) log.warn({ url }, 'keys come over plain http');
    }
    return { mode: 'oidc', ...createOidcAuthenticator({ ...oidc, log }) };
  }
  if (!isLoopbackHost(host)) {
    throw new ConfigError(
      `HOST=${host} is open to others, but without OIDC_ISSUER every caller would be an administrator: ` +
        'set OIDC_ISSUER and OIDC_AUDIENCE, or HOST=127.0.0.1',
    );
  }
  log.warn('no OIDC_ISSUER: every local caller is trusted');
  return {
    mode: 'local',
    authenticate: async (request) => authenticateLocally(request),
    prepare: async () => {},
  };
}

type OidcConfig = z.infer<z.ZodObject<typeof oidcVars>>;

/** The `oidc` option from a configuration with oidcVars; undefined without an issuer. Throws ConfigError. */
export function oidcOptions(config: OidcConfig): OidcOptions | undefined {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = config;
  if (issuer === undefined) {
    if (audience === undefined && jwksUrl === undefined) return undefined;
    throw new ConfigError('OIDC_AUDIENCE or OIDC_JWKS_URL is set, but OIDC_ISSUER is not');
  }
  if (audience === undefined) throw new ConfigError('OIDC_ISSUER needs OIDC_AUDIENCE; for example cupcakery');
  return {
    issuer,
    audience,
    rolesClaim: config.OIDC_ROLES_CLAIM,
    ...(jwksUrl === undefined ? {} : { jwksUrl }),
  };
}
