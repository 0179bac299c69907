import { setTimeout as delay } from 'node:timers/promises';
import * as oauth from 'oauth4webapi';
import { CliError } from '../cli-error.ts';
import type { Tokens } from '../settings/profiles.ts';
import { clientOf, httpOptions, type SignIn, serverOf, tokensOf } from './provider.ts';

/** What a person has to do to confirm a sign-in. */
export type Prompt = { address: string; addressWithCode: string; code: string };

/** RFC 8628, sections 3.2 and 3.5. */
const usualIntervalSeconds = 5;
const slowDownSeconds = 5;

/**
 * Signs in by the device grant (RFC 8628): `show` is called with an address and a code, which a person opens on any
 * device; then it polls until that is confirmed, refused or too late.
 * @throws CliError
 */
export async function deviceLogin(
  signIn: SignIn,
  show: (prompt: Prompt) => void,
  signal: AbortSignal,
): Promise<Tokens> {
  const server = await serverOf(signIn.authority, signal);
  const client = clientOf(signIn);
  const options = () => httpOptions(signIn.authority, signal);
  const begun = await oauth
    .deviceAuthorizationRequest(server, client, oauth.None(), { scope: signIn.scope }, options())
    .then((answer) => oauth.processDeviceAuthorizationResponse(server, client, answer))
    .catch((error: unknown) => {
      throw refused(error, signIn.authority);
    });
  show({
    address: begun.verification_uri,
    addressWithCode: begun.verification_uri_complete ?? begun.verification_uri,
    code: begun.user_code,
  });
  const until = Date.now() + begun.expires_in * 1000;
  let interval = begun.interval ?? usualIntervalSeconds;
  while (Date.now() < until) {
    await delay(interval * 1000, undefined, { signal });
    try {
      const answer = await oauth.deviceCodeGrantRequest(
        server,
        client,
        oauth.None(),
        begun.device_code,
        options(),
      );
      return tokensOf(await oauth.processDeviceCodeResponse(server, client, answer));
    } catch (error) {
      if (signal.aborted) throw error;
      if (!(error instanceof oauth.ResponseBodyError)) continue; // The network; until the code expires.
      if (error.error === 'slow_down') interval += slowDownSeconds;
      else if (error.error !== 'authorization_pending') throw refused(error, signIn.authority);
    }
  }
  throw new CliError('refused', 'nobody confirmed the code in time', {
    hint: 'cupcakery login gives a new one',
  });
}

const meanings: Readonly<Record<string, string>> = {
  access_denied: 'it was refused on the other device',
  expired_token: 'nobody confirmed the code in time',
  invalid_grant: 'nobody confirmed the code in time',
};

function refused(error: unknown, authority: string): CliError {
  if (error instanceof oauth.ResponseBodyError) {
    const { error: code, error_description: description } = error;
    return new CliError('refused', meanings[code] ?? `${authority} refuses it: ${description ?? code}`, {
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new CliError('unreachable', `the sign-in server ${authority} does not answer: ${reason}`, {
    cause: error,
  });
}
