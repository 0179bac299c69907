import type { OriginRules } from '../http/origins.ts';
import type { Authenticator } from './authenticator.ts';
import { localHeaders } from './local.ts';
import { isLoopbackOrigin } from './loopback.ts';

/** Which pages may use a service, by ALLOWED_ORIGINS and its mode: where nobody has to sign in those of this machine may. */
export function originOptions(
  mode: Authenticator['mode'],
  { listed, trustedProxies = 0 }: { listed: readonly string[]; trustedProxies?: number },
): { rules: OriginRules; allowHeaders: readonly string[] } {
  const isLocal = mode !== 'oidc';
  return {
    rules: { listed, trustedProxies, isTrusted: (origin) => isLocal && isLoopbackOrigin(origin) },
    // A page of somebody who signs in needs none of them.
    allowHeaders: isLocal ? localHeaders : [],
  };
}
