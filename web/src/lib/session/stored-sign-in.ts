/** Before the keys of what `lib/sign-in` keeps in this tab's storage. */
export const storagePrefix = 'cupcakery.';

/** Where the provider sends a browser back to. */
export const callbackPath = '/signed-in';

/** Whether this tab was signed in when it was last loaded. */
export const hasStoredSignIn = (): boolean =>
  Object.keys(sessionStorage).some((key) => key.startsWith(`${storagePrefix}user:`));
