import { randomBytes } from 'node:crypto';
import { createWebClient, discover } from '@cupcakery/demo-identity-provider/testing/web-client';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';

/** The demo's identity provider of the installation. */
export type Issuer = {
  /** A token of a person who may do everything (`admin`), is on call (`sre`), or orders (`customer`); valid for minutes. */
  token(person: keyof typeof people): Promise<string>;
};

/** Those of them that are at any shop. */
const people = { admin: 'ada', sre: 'rio', customer: 'cleo' };

/** Where a browser finds the installation, as the values for kind with the demo sign-in have it. */
export const originPort = 8080;
const origin = `http://localhost:${originPort}`;
/** `oidc` of those values. */
export const signIn = { issuer: `${origin}/auth`, audience: 'cupcakery' };
const renewBeforeMs = 180_000;

type Token = { value: string; expiresAt: number };

/**
 * Signs people in at the origin of the installation, as the web app does, and again minutes before their tokens expire. As
 * long as that does not work, since the provider's only pod is being replaced, the token that they have is still good.
 */
export function createIssuer(): Issuer {
  const tokens = new Map<string, Token>();
  return {
    async token(person) {
      const known = tokens.get(person);
      if (known && Date.now() < known.expiresAt - renewBeforeMs) return known.value;
      try {
        const token = await signInAs(people[person]);
        tokens.set(person, token);
        return token.value;
      } catch (error) {
        if (known && Date.now() < known.expiresAt) return known.value;
        throw error;
      }
    },
  };
}

async function signInAs(name: string): Promise<Token> {
  const client = createWebClient(await discover(signIn.issuer), `${origin}/signed-in`);
  const { access_token: value } = (await client.signIn(name)).tokens;
  return { value, expiresAt: (decodeJwt(value).exp ?? 0) * 1000 };
}

/** Secrets of the provider: of its clients, and the keys that sign, so that tokens outlive its pods. */
export async function providerSecrets(): Promise<Record<string, Record<string, string>>> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const secret = () => randomBytes(24).toString('hex');
  return {
    'demo-clients': { shop: secret(), services: secret() },
    'demo-keys': { 'keys.json': JSON.stringify({ keys: [key] }) },
  };
}
