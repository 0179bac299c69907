import { lazily } from '../pages.ts';

// Loaded by those who sign in only.
export const signInScreen = lazily(async () => (await import('./sign-in-screen.tsx')).SignInScreen);
export const signedOutBanner = lazily(async () => (await import('./signed-out-banner.tsx')).SignedOutBanner);
