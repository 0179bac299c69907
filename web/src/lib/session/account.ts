import type { Store } from '@cupcakery/client/store';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { WebConfig } from '../early/web-config-shape.ts';
import type { Pass } from './pass.ts';
import type { SignInState } from './sign-in-state.ts';

/** The sign-in of this tab; its code is loaded where somebody is signed in, or has to be. */
export type SignIn = {
  state: Pick<Store<SignInState>, 'get' | 'subscribe'>;
  /** Leaves for the provider. @param returnTo the path to come back to */
  begin(returnTo: string): Promise<void>;
  /**
   * The header `authorization` for the next request, fresh if need be. Rejects when there is none.
   * @param refused one that the server has refused: it is replaced even if it seems good
   */
  authorization(refused?: string): Promise<string>;
  /** Signs out here and at the provider, which leaves the page. */
  end(): Promise<void>;
};

/** How people sign in here, and whether somebody is signed in. */
export type Account = {
  config: WebConfig;
  /** Undefined: nobody is signed in, nor has to be. */
  signIn?: SignIn;
  /** This device is a wall screen, or the page that of a link: nobody is signed in then. */
  pass?: Pass;
};

export const AccountContext = createContext<Account>({ config: { localAccess: true } });

export const useAccount = (): Account => useContext(AccountContext);

const anonymous: SignInState = { phase: 'anonymous' };
const noChange = () => () => {};

const notRefused = () => false;

/** Whether the token of this screen, or of this page's link, is no longer accepted. */
export const useIsRefused = (): boolean => {
  const { pass } = useAccount();
  return useSyncExternalStore(pass?.isRefused.subscribe ?? noChange, pass?.isRefused.get ?? notRefused);
};

/** Whether somebody is signed in; anonymous where nobody has to be. */
export const useSignInState = (): SignInState => {
  const { signIn } = useAccount();
  return useSyncExternalStore(signIn?.state.subscribe ?? noChange, () => signIn?.state.get() ?? anonymous);
};
