import { createAuthenticator } from '@cupcakery/kit/auth/create-authenticator';
import { originOptions } from '@cupcakery/kit/auth/origin-rules';
import { createLogger } from '@cupcakery/kit/log';
import { expect, test } from 'vitest';
import { createTestApp } from '../testing/test-app.ts';

const kitchen = 'https://kitchen.example';
const log = createLogger({ service: 'test', level: 'silent' });

function serve(oidc: boolean) {
  const options = { issuer: 'http://127.0.0.1:1', audience: 'cupcakery', rolesClaim: 'roles' };
  const authenticator = createAuthenticator({ oidc: oidc ? options : undefined, host: '127.0.0.1', log });
  const origins = originOptions(authenticator.mode, { listed: [kitchen] });
  const app = createTestApp({ authenticator, origins });
  return (method: string, path: string, origin: string) =>
    app.request(path, { method, headers: { host: 'localhost:8080', origin } });
}

test('with sign-in only pages of its host and listed ones may post, and these may read every answer', async () => {
  const request = serve(true);
  const path = '/api/v1/workflows/cupcakes/orders';
  const refused = await request('POST', path, 'https://evil.example');
  expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'FORBIDDEN_ORIGIN' }]);
  // Next comes the sign-in, which nobody here has.
  for (const origin of [kitchen, 'http://localhost:8080']) {
    expect((await request('POST', path, origin)).status).toBe(401);
  }
  const answer = await request('POST', path, kitchen);
  expect(answer.headers.get('access-control-allow-origin')).toBe(kitchen);
  expect((await request('OPTIONS', path, kitchen)).headers.get('access-control-allow-headers')).not.toContain(
    'x-cupcakery',
  );
  expect((await request('POST', path, 'http://localhost:5173')).status).toBe(403);
});

test('without sign-in pages of this machine stay welcome on any port', async () => {
  const request = serve(false);
  expect((await request('POST', '/api/v1/workflows', 'http://localhost:5173')).status).toBe(404);
  expect((await request('POST', '/api/v1/workflows', 'https://evil.example')).status).toBe(403);
  const preflight = await request('OPTIONS', '/api/v1/workflows', kitchen);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-cupcakery-roles');
});
