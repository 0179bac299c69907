import { createTokenSource } from '@cupcakery/kit/auth/client-credentials';
import { ConfigError } from '@cupcakery/kit/config';
import type { StageAuth } from '@cupcakery/workflow/file/stage-auth';
import { createRedact, formEncoded, type Redact } from './redact.ts';
import type { ReadSecret } from './secret-files.ts';
import { createSigner, type SignedMessage } from './signature.ts';

/** By what the worker of an http stage is known to its target. */
export type StageCredentials = {
  /** Headers of one request. Rejects with TokenUnavailable, or the signal's reason. */
  headers(message: SignedMessage, signal: AbortSignal): Promise<Record<string, string>>;
  /** Called after a 401 with the headers of that request. Whether headers made now would be others. */
  renew(refused: Record<string, string>): boolean;
  redact: Redact;
};

/**
 * The credentials of a stage, its secrets read once: a changed secret counts from the next start on.
 * @throws ConfigError naming the stage and the secret that is missing or of no use, never its value
 */
export function createStageCredentials(
  stageName: string,
  auth: StageAuth | undefined,
  readSecret: ReadSecret,
): StageCredentials {
  const read = <T>(name: string, use: (value: string) => T): T => {
    try {
      return use(readSecret(name));
    } catch (cause) {
      const why = cause instanceof ConfigError ? cause.message : `the secret ${name} ${messageOf(cause)}`;
      throw new ConfigError(`stage ${stageName}: ${why}`, { cause });
    }
  };
  const { headers: names = {}, client, signature } = auth ?? {};
  const fixed = Object.fromEntries(
    Object.entries(names).map(([header, name]) => [header.toLowerCase(), read(name, headerValue)]),
  );
  const sign = signature === undefined ? undefined : read(signature, createSigner);
  const keys = signature === undefined ? [] : read(signature, (text) => text.split(/\s+/));
  const clientSecret = client && read(client.secret, (value) => value);
  const tokens =
    client && clientSecret ? createTokenSource({ ...client, clientId: client.id, clientSecret }) : undefined;
  /** The tokens of requests that may still be answered. */
  const recent = new Set<string>();

  return {
    async headers(message, signal) {
      const token = await tokens?.token(signal);
      if (token !== undefined) remember(recent, token);
      return {
        ...fixed,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...sign?.(message),
      };
    },
    renew({ authorization }) {
      if (!tokens || authorization === undefined) return false;
      tokens.drop(authorization.slice('Bearer '.length));
      return true;
    },
    redact: createRedact(() => [
      ...Object.values(fixed),
      ...keys,
      ...keys.map((key) => key.replace('whsec_', '')),
      ...(client && clientSecret
        ? [
            clientSecret,
            `${client.id}:${clientSecret}`,
            `${formEncoded(client.id)}:${formEncoded(clientSecret)}`,
          ]
        : []),
      ...recent,
    ]),
  };
}

const maxRecent = 10;

function remember(recent: Set<string>, token: string): void {
  recent.delete(token);
  recent.add(token);
  for (const oldest of recent) {
    if (recent.size <= maxRecent) return;
    recent.delete(oldest);
  }
}

/** What fetch would refuse with each ticket, quoting it (RFC 9110, section 5.5). */
function headerValue(value: string): string {
  if (/^[\x20-\x7e]+$/.test(value)) return value;
  throw new Error('has characters that no header has: it must be one line of ASCII');
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
