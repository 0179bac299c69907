import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { createTokenSource } from '@cupcakery/kit/auth/client-credentials';
import { createOidcAuthenticator } from '@cupcakery/kit/auth/oidc';
import { ConfigError, loadConfig } from '@cupcakery/kit/config';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle, type Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { decodeProtectedHeader } from 'jose';
import * as oauth from 'oauth4webapi';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { configSchema } from './config.ts';
import { start } from './start.ts';
import { createBrowser } from './testing/browser.ts';
import { createWebClient, discover, http, type WebClient } from './testing/web-client.ts';

const lines: string[] = [];
const log = createLogger({
  service: 'x',
  level: 'info',
  destination: { write: (line) => void lines.push(line) },
});
const secrets = {
  SHOP_CLIENT_SECRET: 'shop-secret-of-this-test',
  SERVICES_CLIENT_SECRET: 'services-secret-of-this-test',
  DEMO_CLIENT_SECRET: 'demo-secret-of-this-test',
};
let lifecycle: Lifecycle;
let issuer: string;
let redirectUri: string;
let server: oauth.AuthorizationServer;
let authorization: WebClient['authorization'];
let tokensFor: WebClient['tokensFor'];
let signIn: WebClient['signIn'];

const web: oauth.Client = { client_id: 'cupcakery-web' };
const device: oauth.Client = { client_id: 'cupcakery-device' };

beforeEach(async () => {
  const [port = 0] = await freePorts(1);
  issuer = `http://localhost:${port}/auth`;
  redirectUri = `http://localhost:${port}/signed-in`;
  lifecycle = createLifecycle({ log, timeoutMs: 5_000, delayMs: 0 });
  lines.length = 0;
  const config = loadConfig(configSchema, {
    ISSUER: issuer,
    PORT: String(port),
    HOST: 'localhost',
    ...secrets,
  });
  await start(config, { log, lifecycle, registry: new Registry() });
  server = await discover(issuer);
  ({ authorization, tokensFor, signIn } = createWebClient(server, redirectUri));
});

afterEach(() => lifecycle.shutdown());

/** What the services make of an access token. */
const principalOf = async (token: string) =>
  await createOidcAuthenticator({ issuer, audience: 'cupcakery', rolesClaim: 'roles', log }).authenticate({
    headers: new Headers({ authorization: `Bearer ${token}` }),
  });

/** The address that the web app sends a browser to for a sign-out. */
function signOut(tokens: oauth.TokenEndpointResponse, more: Record<string, string> = {}): URL {
  const url = new URL(server.end_session_endpoint ?? '');
  url.search = new URLSearchParams({
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: redirectUri.replace('signed-in', ''),
    ...more,
  }).toString();
  return url;
}

const refresh = async (token: string, client = web) =>
  await oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(server, client, oauth.None(), token, http),
  );

describe('a person', () => {
  it('signs in by a click on the name, and the services know who it is', async () => {
    const { tokens, list, browser } = await signIn('mo');
    expect(list.body).toContain('Mo, mixer');
    expect(list.headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src; style-src 'sha256-/,
    );
    expect(list.headers.get('referrer-policy')).toBe('same-origin');
    expect(browser.cookieNames().every((name) => name.startsWith('/auth'))).toBe(true);
    expect(tokens.expires_in).toBe(600);
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(await principalOf(tokens.access_token)).toMatchObject({
      subject: 'mo',
      name: 'Mo',
      roles: ['mixer'],
    });
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
      sub: 'mo',
      name: 'Mo',
      roles: ['mixer'],
    });
    const said = lines.join('\n');
    expect(said).toContain('"person":"mo"');
    for (const secret of [tokens.access_token, tokens.refresh_token ?? '?', ...Object.values(secrets)])
      expect(said).not.toContain(secret);
  });

  it('is not asked again in the same browser, unless the client wants that', async () => {
    const { browser } = await signIn('mo');
    const verifier = oauth.generateRandomCodeVerifier();
    const again = await browser.open(await authorization(verifier, { prompt: 'none' }));
    const tokens = await tokensFor(again.url, verifier);
    expect((await principalOf(tokens.access_token)).subject).toBe('mo');
    const other = await signIn('ben', browser, { prompt: 'login' });
    expect((await principalOf(other.tokens.access_token)).subject).toBe('ben');
  });

  it('may turn back without signing in', async () => {
    const browser = createBrowser(issuer);
    const list = await browser.open(await authorization('v'.repeat(43)));
    const { url } = await browser.submit(list, { cancel: 'yes' });
    expect(url.searchParams.get('error')).toBe('access_denied');
  });

  it('is not found under another name, and a finished sign-in cannot be repeated', async () => {
    const browser = createBrowser(issuer);
    const list = await browser.open(await authorization('v'.repeat(43)));
    expect((await browser.submit(list, { person: 'nobody' })).body).toContain('no such person');
    await browser.submit(list, { person: 'mo' });
    const late = await browser.submit(list, { person: 'ada' });
    expect([late.status, late.body]).toEqual([400, expect.stringContaining('expired, or was finished')]);
  });

  it('signs out, which ends the session and what it gave', async () => {
    const { tokens, browser } = await signIn('mo');
    const signedOut = await browser.open(signOut(tokens, { state: 's-2' }));
    expect(signedOut.url.href).toBe(redirectUri.replace('signed-in', '?state=s-2'));
    expect(browser.cookieNames().filter((name) => name.includes('session'))).toEqual([]);
    await expect(refresh(tokens.refresh_token ?? '')).rejects.toThrow();
    const again = await browser.open(await authorization('v'.repeat(43), { prompt: 'none' }));
    expect(again.url.searchParams.get('error')).toBe('login_required');
  });
});

test('a sign-out that another page could have asked for is confirmed by the person', async () => {
  const [{ browser }, others] = [await signIn('mo'), await signIn('ben')];
  for (const url of [signOut(others.tokens), server.end_session_endpoint ?? '']) {
    const page = await browser.open(url);
    expect(page.body).toContain('Sign out?');
  }
  const page = await browser.open(server.end_session_endpoint ?? '');
  expect((await browser.submit(page, { logout: 'yes' })).body).toContain('You are signed out');
});

describe('a refresh token', () => {
  it('changes with each use, and an old one ends all that came of it', async () => {
    const { tokens } = await signIn('ben');
    const first = tokens.refresh_token ?? '';
    const second = await refresh(first);
    expect(second.refresh_token).not.toBe(first);
    expect((await principalOf(second.access_token)).subject).toBe('ben');
    await expect(refresh(first)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(refresh(second.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('can be revoked', async () => {
    const { tokens } = await signIn('ben');
    const token = tokens.refresh_token ?? '';
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, web, oauth.None(), token, http),
    );
    await expect(refresh(token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('a screen without a keyboard', () => {
  const begin = async () =>
    await oauth.processDeviceAuthorizationResponse(
      server,
      device,
      await oauth.deviceAuthorizationRequest(
        server,
        device,
        oauth.None(),
        new URLSearchParams({ scope: 'openid profile roles' }),
        http,
      ),
    );
  const poll = async (code: string) =>
    await oauth.processDeviceCodeResponse(
      server,
      device,
      await oauth.deviceCodeGrantRequest(server, device, oauth.None(), code, http),
    );

  it('is signed in by a person who compares its code, and stays so when that person signs out', async () => {
    const { device_code: code, user_code: shown, verification_uri_complete: address = '' } = await begin();
    await expect(poll(code)).rejects.toMatchObject({ error: 'authorization_pending' });
    const browser = createBrowser(issuer);
    const confirm = await browser.open(address);
    expect(confirm.body).toContain(`<p class="code">${shown}</p>`);
    const list = await browser.submit(confirm, { confirm: 'yes' });
    const done = await browser.submit(list, { person: 'ada' });
    expect(done.body).toContain('The screen is signed in');
    const tokens = await poll(code);
    expect(await principalOf(tokens.access_token)).toMatchObject({ subject: 'ada', roles: ['admin'] });
    const page = await browser.open(server.end_session_endpoint ?? '');
    expect((await browser.submit(page, { logout: 'yes' })).body).toContain('You are signed out');
    expect((await refresh(tokens.refresh_token ?? '', device)).refresh_token).toBeDefined();
  });

  it('is not signed in by a wrong code, nor when the person cancels', async () => {
    const { device_code: code, user_code: shown, verification_uri: address } = await begin();
    const browser = createBrowser(issuer);
    const wrong = await browser.submit(await browser.open(address), { user_code: 'BBBB-BBBB' });
    expect(wrong.body).toContain('This code is not known');
    const confirm = await browser.submit(wrong, { user_code: shown.toLowerCase() });
    const cancelled = await browser.submit(confirm, { abort: 'yes' });
    expect(cancelled.body).toContain('The screen was not signed in');
    await expect(poll(code)).rejects.toMatchObject({ error: 'access_denied' });
  });
});

describe('a program', () => {
  const signal = new AbortController().signal;

  it.each([
    ['cupcakery-shop', secrets.SHOP_CLIENT_SECRET, 'shop'],
    ['cupcakery-services', secrets.SERVICES_CLIENT_SECRET, 'service'],
    ['cupcakery-demo', secrets.DEMO_CLIENT_SECRET, 'customer'],
  ])('%s signs in by its secret', async (clientId, clientSecret, role) => {
    const token = await createTokenSource({ issuer, clientId, clientSecret }).token(signal);
    expect(await principalOf(token)).toMatchObject({ subject: clientId, roles: [role] });
  });

  it('is refused with a wrong secret', async () => {
    const source = createTokenSource({ issuer, clientId: 'cupcakery-shop', clientSecret: 'x'.repeat(20) });
    await expect(source.token(signal)).rejects.toThrow('client authentication failed');
  });
});

describe('what is refused', () => {
  it.each([
    ['a foreign redirect address', { redirect_uri: 'https://evil.example/signed-in' }, 'redirect_uri'],
    ['no proof of possession', { code_challenge: '', code_challenge_method: '' }, 'PKCE'],
    ['a plain proof', { code_challenge_method: 'plain' }, 'code_challenge_method'],
    ['a token without a code', { response_type: 'token' }, 'response_type'],
  ])('%s', async (_title, change, reason) => {
    const { url, status, body } = await createBrowser(issuer).open(
      await authorization('v'.repeat(43), change),
    );
    const answer = new URLSearchParams(url.search || url.hash.slice(1));
    expect(status === 0 ? answer.get('error_description') : body).toContain(reason);
    expect(url.hostname).toBe('localhost');
    expect(answer.has('code')).toBe(false);
  });

  it('a code with another proof, and a code that was used', async () => {
    const browser = createBrowser(issuer);
    const verifier = oauth.generateRandomCodeVerifier();
    const codeOf = async () => (await browser.open(await authorization(verifier))).url;
    await browser.submit(await browser.open(await authorization(verifier)), { person: 'mo' });
    const other = tokensFor(await codeOf(), oauth.generateRandomCodeVerifier());
    await expect(other).rejects.toMatchObject({ error: 'invalid_grant' });
    const used = await codeOf();
    await tokensFor(used, verifier);
    await expect(tokensFor(used, verifier)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it.each([[{ host: 'evil.example' }], [{ origin: 'https://evil.example', host: 'localhost' }]])(
    'a page of another site, %j',
    async (headers) => {
      const answer = await requestAs('/sign-out', 'POST', headers);
      expect(answer.status).toBe(403);
    },
  );

  test.each(['https://id.example/auth', 'http://10.1.2.3:8080/auth', 'http://localhost.evil.example/auth'])(
    'the issuer %s',
    (url) => {
      expect(() => loadConfig(configSchema, { ISSUER: url })).toThrow(ConfigError);
      expect(() => loadConfig(configSchema, { ISSUER: url })).toThrow('must be on localhost');
    },
  );
});

test('under the name of a service its addresses are those of the issuer', async () => {
  const headers = { host: 'demo-identity-provider.shop.svc:8085' };
  const answer = await requestAs('/.well-known/openid-configuration', 'GET', headers);
  const keysAndTokens = { jwks_uri: `${issuer}/jwks`, token_endpoint: `${issuer}/token` };
  expect(JSON.parse(answer.body)).toMatchObject({ issuer, ...keysAndTokens });
});

/** With headers that `fetch` does not let a program set. */
async function requestAs(path: string, method: string, headers: Record<string, string>) {
  const outgoing = request(issuer + path, { method, headers }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}
