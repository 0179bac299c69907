import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
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
  const posted = await fetch(`http://127.0.0.1:${port}/config.json`, { method: 'POST' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
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

test('browsers that came by TLS are kept to it, and a Host that is none changes nothing', async () => {
  await writeFile(join(dir, 'index.html'), '<p>the app</p>');
  const { port } = await start(configOf({ TRUSTED_PROXIES: '1' }), { log, lifecycle });
  const headersOf = async (headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${port}/`, { headers })).headers;
  expect((await headersOf({ 'x-forwarded-proto': 'https' })).get('strict-transport-security')).toBe(
    'max-age=31536000',
  );
  expect((await headersOf({})).get('strict-transport-security')).toBeNull();
  const answer = await rawRequest(
    port,
    'GET / HTTP/1.1\r\nHost: x; script-src *\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1.1 200/);
  expect(answer).not.toContain('script-src *');
});

/** Sends what `fetch` would refuse to send. */
async function rawRequest(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  return await text(socket);
}
