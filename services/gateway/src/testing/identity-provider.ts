import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** For tests: an OpenID provider that signs any token it is requested to. */
export type IdentityProvider = {
  env: Record<string, string>;
  /** A bearer token of a subject, valid for so many seconds. */
  token(subject: string, seconds: number, roles?: string[]): string;
  stop(): void;
};

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256' };
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const audience = 'cupcakery';
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    env: { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: `${issuer}/keys` },
    token(subject, seconds, roles = []) {
      const exp = Math.floor(Date.now() / 1000) + seconds;
      const claims = { sub: subject, iss: issuer, aud: audience, exp, realm_access: { roles } };
      const text = `${part({ alg: 'RS256', kid: 'test' })}.${part(claims)}`;
      return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
    stop: () => server.close(),
  };
}
