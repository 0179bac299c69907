import type { Account } from '../../lib/session/account.ts';
import { openPass } from '../../lib/session/pass.ts';
import { callbackPath, hasStoredSignIn } from '../../lib/session/stored-sign-in.ts';
import { currentConfig, needsSignIn } from '../../lib/session/web-config.ts';

/** Who uses this tab, as far as the address, its storage and the server say. */
export const openAccount = async (): Promise<Account> => {
  const config = await currentConfig();
  const pass = openPass(location.pathname);
  if (pass) return { config, pass };
  const { signIn } = config;
  const isConcerned = needsSignIn(config) || hasStoredSignIn() || location.pathname === callbackPath;
  if (!signIn || !isConcerned) return { config };
  // Its code is no part of the first load of those who do not sign in.
  const { openSignIn } = await import('../../lib/sign-in/open-sign-in.ts');
  return { config, signIn: await openSignIn(signIn) };
};

const phaseOf = ({ signIn }: Account) => signIn?.state.get().phase ?? 'anonymous';

export const isSignedIn = (account: Account): boolean =>
  ['signed-in', 'refreshing'].includes(phaseOf(account));

/** Whether the app can be shown: not while its user has to sign in, or a sign-in came to nothing. */
export const isAdmitted = (account: Account): boolean =>
  account.pass !== undefined ||
  isSignedIn(account) ||
  (phaseOf(account) === 'anonymous' && !needsSignIn(account.config));
