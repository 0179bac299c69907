import type { WebConfig } from '@cupcakery/kit/auth/web-config';
import { ConfigError } from '@cupcakery/kit/config';
import type { Config } from './config.ts';

/**
 * What the app is told about the sign-in, and the origins that it has to reach for it. Throws a ConfigError for half of
 * a configuration.
 */
export function signInOf({
  OIDC_ISSUER: authority,
  WEB_CLIENT_ID: clientId,
  DEVICE_CLIENT_ID: deviceClientId,
  OIDC_SCOPE: scope,
  WEB_SIGN_IN_ORIGINS: others,
}: Config): { webConfig: WebConfig; connectTo: string[] } {
  if (clientId === undefined) {
    return { webConfig: { signIn: null, localAccess: false }, connectTo: [] };
  }
  if (authority === undefined) {
    throw new ConfigError('WEB_CLIENT_ID needs OIDC_ISSUER; for example https://id.example.com/realms/shop');
  }
  const device = deviceClientId === undefined ? {} : { deviceClientId };
  return {
    webConfig: { signIn: { authority, clientId, scope, ...device }, localAccess: false },
    connectTo: [...new Set([new URL(authority).origin, ...others])],
  };
}
