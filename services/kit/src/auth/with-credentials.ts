import type { Authenticator } from './authenticator.ts';
import { bearerIn } from './bearer.ts';
import { unauthenticated } from './oidc.ts';
import type { Principal } from './principal.ts';

/** Begins every token that this installation issued itself: a provider's are JWTs and begin otherwise. */
export const ownTokenPrefix = 'cup_';

/** Whether the caller came with such a token, which may be revoked while it is connected. */
export function isIssued({ token }: Pick<Principal, 'token'>): boolean {
  return token?.startsWith(ownTokenPrefix) === true;
}

/**
 * Authenticates by the installation's own tokens as well (screens, links). One that is unknown, revoked or expired is
 * refused, and never passed on to the provider's rules.
 */
export function withCredentials(
  authenticator: Authenticator,
  find: (token: string) => Principal | undefined,
): Authenticator {
  return {
    ...authenticator,
    async authenticate(request) {
      const token = bearerIn(request.headers.get('authorization'));
      if (!token?.startsWith(ownTokenPrefix)) return authenticator.authenticate(request);
      const principal = token.length <= 200 ? find(token) : undefined;
      if (principal) return principal;
      throw unauthenticated('the token is unknown, was revoked or has expired');
    },
  };
}
