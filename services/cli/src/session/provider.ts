import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { CliError, reasonOf } from '../cli-error.ts';
import type { Tokens } from '../settings/profiles.ts';

const timeoutMs = 10_000;

/** What an installation says of its sign-in at `/config.json`. */
const webConfig = z.object({
  signIn: z
    .object({ authority: z.url(), scope: z.string(), deviceClientId: z.string().optional() })
    .nullable(),
  localAccess: z.boolean(),
});
export type SignIn = { authority: string; scope: string; clientId: string };

/**
 * Where people of an installation sign in; undefined where nobody has to.
 * @throws CliError when it does not answer, or lets no command line sign in
 */
export async function readSignIn(url: string, signal: AbortSignal): Promise<SignIn | undefined> {
  const answer = await fetch(`${url}/config.json`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  }).catch((error: unknown) => {
    throw new CliError('unreachable', `${url} does not answer: ${reasonOf(error)}`, { cause: error });
  });
  const config = webConfig.safeParse(await answer.json().catch(() => undefined));
  if (!config.success)
    throw new CliError('unreachable', `${url}/config.json is not what was expected: is it Cupcakery?`);
  const { signIn } = config.data;
  if (!signIn) return undefined;
  const { deviceClientId: clientId, authority, scope } = signIn;
  if (clientId === undefined)
    throw new CliError('refused', `${url} lets no command line sign in`, {
      hint: 'its operators have to name a client for the device grant (oidc.deviceClientId of the chart); or give a token in CUPCAKERY_TOKEN',
    });
  return { authority, scope, clientId };
}

/** @throws CliError when the provider does not answer */
export async function serverOf(authority: string, signal: AbortSignal): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(authority);
  try {
    const answer = await oauth.discoveryRequest(issuer, {
      algorithm: 'oidc',
      ...httpOptions(authority, signal),
    });
    return await oauth.processDiscoveryResponse(issuer, answer);
  } catch (error) {
    throw new CliError('unreachable', `the sign-in server ${authority} does not answer: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

export const clientOf = ({ clientId }: SignIn): oauth.Client => ({ client_id: clientId });

/** Plain http to this machine only. */
export function httpOptions(authority: string, signal: AbortSignal) {
  const { hostname } = new URL(authority);
  return {
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    [oauth.allowInsecureRequests]: hostname === 'localhost' || hostname === '127.0.0.1',
  };
}

/** Of a provider that says no time, a token counts for five minutes: it is renewed or refused then. */
const usualSeconds = 300;

export function tokensOf(given: oauth.TokenEndpointResponse): Tokens {
  return {
    accessToken: given.access_token,
    expiresAt: Date.now() + (given.expires_in ?? usualSeconds) * 1000,
    ...(given.refresh_token === undefined ? {} : { refreshToken: given.refresh_token }),
  };
}
