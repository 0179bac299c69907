import { createStore, type Store } from '@cupcakery/client/store';
import { linkTokenOf, loadScreen, type StoredScreen } from './stored-screen.ts';

/** A token of the installation itself, in place of somebody's sign-in: of this wall screen, or of the link in the address. */
export type Pass = {
  /** Undefined: a link. */
  screen: StoredScreen | undefined;
  /** Whether the server has refused it: revoked, or expired. */
  isRefused: Pick<Store<boolean>, 'get' | 'subscribe'>;
  /** As that of `SignIn`. */
  authorization(refused?: string): Promise<string>;
};

const patienceMs = 5_000;

/** The pass that the address or this device has. */
export const openPass = (path: string): Pass | undefined => {
  const link = linkTokenOf(path);
  const screen = link === undefined ? loadScreen() : undefined;
  const token = link ?? screen?.token;
  if (token === undefined) return undefined;
  const authorization = authorizationOf(token);
  const isRefused = createStore(false);
  return {
    screen,
    isRefused,
    async authorization(refused) {
      // A socket may close so for a reason of its own: only a refusal of the token itself ends what is on screen.
      if (refused !== undefined && (await isRevoked(authorization))) isRefused.set(true);
      if (isRefused.get()) throw new Error('the token of this page was revoked, or has expired');
      return authorization;
    },
  };
};

export const authorizationOf = (token: string): string => `Bearer ${token}`;

/** Whether the server accepts the token no more; false while it does not answer. */
const isRevoked = async (authorization: string): Promise<boolean> => {
  try {
    const { status } = await fetch('/graphql', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: '{ me { subject } }' }),
      signal: AbortSignal.timeout(patienceMs),
    });
    return status === 401;
  } catch {
    return false;
  }
};
