import { createAuthenticator } from '@cupcakery/kit/auth/create-authenticator';
import { originOptions } from '@cupcakery/kit/auth/origin-rules';
import { createLogger } from '@cupcakery/kit/log';
import { expect, test } from 'vitest';
import { createTestApp } from '../testing/test-app.ts';

const log = createLogger({ service: 'test', level: 'silent' });

function serve(more: { docs?: boolean; trustedProxies?: number }) {
  const authenticator = createAuthenticator({ oidc: undefined, host: '127.0.0.1', log });
  const origins = originOptions(authenticator.mode, { listed: [] });
  return createTestApp({ authenticator, origins, ...more });
}

test.each(['/docs', '/openapi.json'])('%s is served unless it is switched off', async (path) => {
  expect((await serve({}).request(path)).status).toBe(200);
  const off = await serve({ docs: false }).request(path);
  expect([off.status, off.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
});

test('answers keep browsers to TLS that came by it, as a trusted proxy says', async () => {
  const headers = { 'x-forwarded-proto': 'https' };
  const sent = async (trustedProxies: number) =>
    (await serve({ trustedProxies }).request('/docs', { headers })).headers.get('strict-transport-security');
  expect([await sent(1), await sent(0)]).toEqual(['max-age=31536000', null]);
});
