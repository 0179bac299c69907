import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@cupcakery/kit/config';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configSchema } from './config.ts';
import { start } from './start.ts';

const log = createLogger({ service: 'web-server', level: 'silent' });
let dir: string;
let lifecycle: ReturnType<typeof createLifecycle>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cupcakery-web-'));
  lifecycle = createLifecycle({ log, timeoutMs: 20_000, delayMs: 0 });
});

afterEach(async () => {
  await lifecycle.shutdown();
  await rm(dir, { recursive: true, force: true });
});

const configOf = (env: Record<string, string> = {}) =>
  loadConfig(configSchema, { PORT: '0', WEB_DIR: dir, ...env });

test('every page of the app is its one file, which may open WebSockets to the same host over TLS', async () => {
  await writeFile(join(dir, 'index.html'), '<p>the app</p>');
  const { port } = await start(configOf(), { log, lifecycle });
  const page = await fetch(`http://127.0.0.1:${port}/kitchen/bake`);
  expect(await page.text()).toBe('<p>the app</p>');
  expect(page.headers.get('content-security-policy')).toContain(`wss://127.0.0.1:${port}`);
  await expect(lifecycle.shutdown()).resolves.toBe('clean');
});

test('the app reads from its own origin where to sign in, and may connect to there', async () => {
  await writeFile(join(dir, 'index.html'), '<p>the app</p>');
  const signIn = {
    authority: 'https://id.example.com/realms/shop',
    clientId: 'web',
    scope: 'openid roles',
    deviceClientId: 'screens',
  };
  const { port } = await start(
    configOf({
      OIDC_ISSUER: signIn.authority,
      WEB_CLIENT_ID: 'web',
      DEVICE_CLIENT_ID: 'screens',
      OIDC_SCOPE: 'openid roles',
    }),
    { log, lifecycle },
  );
  const config = await fetch(`http://127.0.0.1:${port}/config.json`);
  expect(await config.json()).toEqual({ signIn, localAccess: false });
  expect(config.headers.get('cache-control')).toBe('no-store');
  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect(page.headers.get('content-security-policy')).toMatch(
    /connect-src [^;]* https:\/\/id\.example\.com;/,
  );
});

test('without a client the app signs nobody in, and half of a configuration is refused', async () => {
  await writeFile(join(dir, 'index.html'), '<p>the app</p>');
  const { port } = await start(configOf({ OIDC_ISSUER: 'https://id.example.com' }), { log, lifecycle });
  const config = await fetch(`http://127.0.0.1:${port}/config.json`);
  expect(await config.json()).toEqual({ signIn: null, localAccess: false });
  await expect(start(configOf({ WEB_CLIENT_ID: 'web' }), { log, lifecycle })).rejects.toThrow(
    'needs OIDC_ISSUER',
  );
});

test('without a built app it does not start and says why', async () => {
  await expect(start(configOf(), { log, lifecycle })).rejects.toThrow('build the web app first');
});
