import { ErrorResponse, ErrorTimeout, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { SignInConfig } from '../early/web-config-shape.ts';
import type { SignInFailure, Tokens } from '../session/sign-in-state.ts';
import { callbackPath, storagePrefix } from '../session/stored-sign-in.ts';
import { properOrigin } from './proper-origin.ts';

/** The provider as this tab uses it: authorization code with PKCE, refresh tokens, the end of the session. */
export type Provider = {
  /** What this tab kept from its last page. */
  load(): Promise<Tokens | undefined>;
  /** Leaves the page. @param returnTo the path to come back to */
  leave(returnTo: string): Promise<void>;
  /** Exchanges the answer in an address for tokens, if it belongs to a sign-in of this tab. */
  arrive(url: string): Promise<{ tokens: Tokens; returnTo: string }>;
  refresh(): Promise<Tokens>;
  /** Forgets the tokens. */
  forget(): Promise<void>;
  /** Forgets what this tab knows and ends the provider's session, which leaves the page. Rejects where it has no such end. */
  end(): Promise<void>;
};

const timeoutSeconds = 10;

export function createProvider({ authority, clientId, scope }: SignInConfig): Provider {
  const storage = () => new WebStorageStateStore({ prefix: storagePrefix, store: sessionStorage });
  const manager = new UserManager({
    authority,
    client_id: clientId,
    scope,
    redirect_uri: location.origin + callbackPath,
    post_logout_redirect_uri: `${location.origin}/`,
    // Of this tab: two tabs can be two people, and nothing stays when the tab is closed.
    userStore: storage(),
    stateStore: storage(),
    // When to refresh is decided by `keep-signed-in`, which also knows of refused tokens.
    automaticSilentRenew: false,
    requestTimeoutInSeconds: timeoutSeconds,
    silentRequestTimeoutInSeconds: timeoutSeconds,
  });
  return {
    load: async () => {
      const user = await manager.getUser();
      return user ? tokensOf(user) : undefined;
    },
    async leave(returnTo) {
      const origin = properOrigin(location.origin, authority);
      if (origin === location.origin) await manager.signinRedirect({ state: returnTo });
      else location.assign(origin + returnTo);
    },
    async arrive(url) {
      const user = await manager.signinRedirectCallback(url);
      return { tokens: tokensOf(user), returnTo: pathOf(user.state) };
    },
    async refresh() {
      const user = await manager.signinSilent();
      if (!user) throw new Error('the provider gave no new token');
      return tokensOf(user);
    },
    forget: () => manager.removeUser(),
    async end() {
      // Whoever copied it from this tab has no use for it any more. It ends with the session anyway where that fails.
      await manager.revokeTokens(['refresh_token']).catch(() => undefined);
      const user = await manager.getUser();
      // Drafts too: the next person at this screen is another.
      sessionStorage.clear();
      await manager.signoutRedirect(user?.id_token === undefined ? {} : { id_token_hint: user.id_token });
    },
  };
}

const tokensOf = ({ access_token: token, expires_in, refresh_token }: User): Tokens => {
  const since = Date.now();
  // Counted from the answer on, so that a wrong clock does no harm. Without a number of seconds: as the specification
  // recommends providers to say, the client has to know; an hour is usual.
  return {
    token,
    since,
    expiresAt: since + (expires_in ?? 3_600) * 1_000,
    renewable: refresh_token !== undefined,
  };
};

/** Only a path of this origin: two slashes would lead to another one. */
export const pathOf = (state: unknown): string =>
  typeof state === 'string' && /^\/(?![/\\])/.test(state) ? state : '/';

/** Whether the provider refused for good, in contrast to giving no answer now. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ErrorResponse && !['server_error', 'temporarily_unavailable'].includes(error.error ?? '');

/** Why a sign-in came to nothing, from what the library throws. */
export function failureOf(error: unknown): SignInFailure {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  if (error instanceof ErrorResponse) {
    return { kind: error.error === 'access_denied' ? 'cancelled' : 'refused', detail };
  }
  // It names its errors by their text only.
  if (/\bstate\b/i.test(detail)) return { kind: 'foreign', detail };
  return {
    kind: error instanceof ErrorTimeout || error instanceof TypeError ? 'unreachable' : 'unusable',
    detail,
  };
}
