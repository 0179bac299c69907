import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { sign } from '../../machine/certificates.ts';
import { addresses, paths } from '../../settings/settings.ts';

/** An identity provider that pods can reach: it publishes its key and signs tokens. */
export type Issuer = {
  url: string;
  audience: string;
  /** A token of a caller with these roles, good for an hour. */
  token(roles: string[]): Promise<string>;
  stop(): void;
};

const port = 9443;
const audience = 'cupcakery';

/** Starts it on the node's address, over TLS by the cluster's authority. */
export async function startIssuer(): Promise<Issuer> {
  sign('issuer', 'ca', '/CN=issuer', 'serverAuth', [addresses.node]);
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256' }] };
  const url = `https://${addresses.node}:${port}`;
  const [key, cert] = ['key', 'crt'].map((kind) => readFileSync(join(paths.pki, `issuer.${kind}`)));
  const server = createServer({ key, cert }, (request, response) => {
    const discovery = { issuer: url, jwks_uri: `${url}/keys` };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? keys : discovery));
  });
  await once(server.listen(port, addresses.node), 'listening');
  return {
    url,
    audience,
    token: (roles) =>
      new SignJWT({ name: 'Test', roles })
        .setProtectedHeader({ alg: 'ES256', kid: 'test' })
        .setSubject('test')
        .setIssuer(url)
        .setAudience(audience)
        .setExpirationTime('1h')
        .sign(privateKey),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
