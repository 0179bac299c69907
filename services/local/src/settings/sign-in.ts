import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTokenSource, type TokenSource } from '@cupcakery/kit/auth/client-credentials';
import { type WebConfig, webConfigOf } from '@cupcakery/kit/auth/web-config';
import { z } from 'zod';
import { httpPortOf } from './ports.ts';
import type { Settings } from './settings.ts';

/** The address of the demo's identity provider, which is in the tokens. */
export const issuerOf = ({ port }: Settings): string => `http://localhost:${port}/auth`;

export const keysFileOf = ({ dir }: Settings): string => join(dir, 'sign-in', 'keys.json');

/** The environment by which a service checks tokens. Keys come without the proxy, which may restart on its own. */
export const tokenEnvOf = (settings: Settings): Record<string, string> => ({
  AUTH: settings.auth,
  OIDC_ISSUER: issuerOf(settings),
  OIDC_AUDIENCE: 'cupcakery',
  OIDC_JWKS_URL: `${directIssuerOf(settings)}/jwks`,
});

/** The environment by which a service gets tokens of its own for its neighbours. */
export const serviceClientEnvOf = (settings: Settings, secrets?: ClientSecrets): Record<string, string> =>
  secrets === undefined
    ? {}
    : {
        SERVICE_CLIENT_SECRET: secrets.SERVICES_CLIENT_SECRET,
        SERVICE_TOKEN_URL: `${directIssuerOf(settings)}/token`,
      };

const directIssuerOf = ({ port }: Settings): string =>
  `http://127.0.0.1:${httpPortOf('demo-identity-provider', port)}/auth`;

/** What the web app of the copy is told of sign-in. */
export const localWebConfig = (settings: Settings): WebConfig =>
  webConfigOf({
    issuer: issuerOf(settings),
    clientId: 'cupcakery-web',
    deviceClientId: 'cupcakery-device',
    scopes: ['profile', 'roles'],
    localAccess: settings.auth === 'optional',
  });

const secretsSchema = z.object({
  DEMO_CLIENT_SECRET: z.string(),
  SERVICES_CLIENT_SECRET: z.string(),
  SHOP_CLIENT_SECRET: z.string(),
});

/** The secrets of the programs that sign in, as the provider's environment. */
export type ClientSecrets = z.infer<typeof secretsSchema>;

/** The copy's secrets: made up once, and kept in its folder for their owner only. */
export function clientSecretsOf({ dir }: Settings): ClientSecrets {
  const file = join(dir, 'sign-in', 'client-secrets.json');
  const known = readSecrets(file);
  if (known) return known;
  const secret = (): string => randomBytes(24).toString('base64url');
  const made = {
    DEMO_CLIENT_SECRET: secret(),
    SERVICES_CLIENT_SECRET: secret(),
    SHOP_CLIENT_SECRET: secret(),
  };
  mkdirSync(join(dir, 'sign-in'), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

function readSecrets(file: string): ClientSecrets | undefined {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Tokens for the program behind `make demo`, which orders as a customer of its own. */
export const demoTokensOf = (settings: Settings): TokenSource =>
  createTokenSource({
    tokenUrl: `${issuerOf(settings)}/token`,
    clientId: 'cupcakery-demo',
    clientSecret: clientSecretsOf(settings).DEMO_CLIENT_SECRET,
  });
