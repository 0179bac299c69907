import * as oauth from 'oauth4webapi';
import type { Profiles, Tokens } from '../settings/profiles.ts';
import type { Settings } from '../settings/settings.ts';
import { clientOf, httpOptions, readSignIn, serverOf, tokensOf } from './provider.ts';

/** Renewed so long before it expires: it has to live as long as the request that it is for. */
const renewBeforeMs = 30_000;

/**
 * The token to show: of the environment, or of the sign-in of this profile, renewed when it is about to expire. Undefined
 * where nobody has signed in; also when the sign-in has ended, since the server says best what is missing then.
 */
export function tokenSource(
  { token, profile, url }: Settings,
  profiles: Profiles,
  signal: AbortSignal,
): () => Promise<string | undefined> {
  return async () => {
    if (token !== undefined) return token;
    const stored = (await profiles.read()).profiles[profile];
    const { tokens } = stored ?? {};
    // Of another installation: its token is nothing for this one to see.
    if (!tokens || (stored?.url !== undefined && stored.url !== url)) return undefined;
    if (tokens.expiresAt - renewBeforeMs > Date.now()) return tokens.accessToken;
    const renewed = tokens.refreshToken && (await renew(url, tokens.refreshToken, signal));
    if (!renewed) return undefined;
    await profiles.change(profile, (before) => ({ ...before, tokens: renewed }));
    return renewed.accessToken;
  };
}

async function renew(url: string, refreshToken: string, signal: AbortSignal): Promise<Tokens | undefined> {
  const signIn = await readSignIn(url, signal);
  if (!signIn) return undefined;
  const server = await serverOf(signIn.authority, signal);
  const client = clientOf(signIn);
  const options = httpOptions(signIn.authority, signal);
  try {
    const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, options);
    const given = await oauth.processRefreshTokenResponse(server, client, answer);
    return { refreshToken, ...tokensOf(given) };
  } catch (error) {
    // The provider has ended this sign-in.
    if (error instanceof oauth.ResponseBodyError) return undefined;
    throw error;
  }
}
