import type { SignInConfig } from '../early/web-config-shape.ts';
import type { SignIn } from '../session/account.ts';
import { savePersona } from '../session/persona.ts';
import { callbackPath, hasStoredSignIn } from '../session/stored-sign-in.ts';
import { keepSignedIn } from './keep-signed-in.ts';
import { createProvider } from './provider.ts';
import { lockTab } from './tab-lock.ts';

/** The sign-in of this tab, with what the address or the tab's storage says about it. */
export async function openSignIn(config: SignInConfig): Promise<SignIn> {
  const provider = createProvider(config);
  const signIn = keepSignedIn(provider);
  const { href, pathname } = location;
  if (pathname === callbackPath) {
    // At once: a code is for one use, and nobody should copy or bookmark it.
    history.replaceState(null, '', callbackPath);
    const returnTo = await signIn.arrive(href);
    if (returnTo === undefined) return signIn;
    history.replaceState(null, '', returnTo);
    savePersona(undefined);
    await lockTab();
  } else if (hasStoredSignIn()) {
    if (await lockTab()) {
      await signIn.restore();
    } else {
      // A refresh token is good for one use: in two tabs, each would end the session of the other.
      await provider.forget();
      await signIn.begin(here());
    }
  }
  return signIn;
}

/** Signs in from a page that nobody had to sign in to; resolves when that failed. */
export async function beginSignIn(config: SignInConfig): Promise<SignIn> {
  const signIn = keepSignedIn(createProvider(config));
  await signIn.begin(here());
  return signIn;
}

/** The path of this page, to come back to. */
export const here = (): string => location.pathname + location.search + location.hash;
