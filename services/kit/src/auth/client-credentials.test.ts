import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createTokenSource, TokenUnavailable } from './client-credentials.ts';

type Answer = { status?: number; body: object } | 'none';
type Seen = { path: string; credentials: string; body: string };

/** A provider whose token endpoint gives these answers one after the other, the last one to all that follow. */
async function serve(answers: Answer[]) {
  const seen: Seen[] = [];
  let issuer = '';
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { url: path = '', headers } = request;
    response.setHeader('content-type', 'application/json');
    if (path === '/.well-known/openid-configuration')
      return response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token` }));
    seen.push({ path, credentials: credentials(headers.authorization ?? ''), body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === 'none' || answer === undefined) return;
    response.writeHead(answer.status ?? 200).end(JSON.stringify(answer.body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { issuer, seen };
}

/** RFC 6749, section 2.3.1: both are form-encoded first. */
const credentials = (authorization: string): string => decodeURIComponent(atob(authorization.slice(6)));

const client = { clientId: 'cupcakery-shop', clientSecret: 's3cret-of-the-shop' };
const tokenOf = (n: number, expires = 600) => ({
  body: { access_token: `t${n}`, token_type: 'Bearer', expires_in: expires },
});
const signal = new AbortController().signal;

test('a token is found by discovery, requested once for many callers, and used again', async () => {
  const { issuer, seen } = await serve([tokenOf(1), tokenOf(2)]);
  const source = createTokenSource({ issuer, ...client, scope: 'orders' });
  expect(await Promise.all([source.token(signal), source.token(signal)])).toEqual(['t1', 't1']);
  expect(await source.token(signal)).toBe('t1');
  expect(seen).toEqual([
    {
      path: '/token',
      credentials: 'cupcakery-shop:s3cret-of-the-shop',
      body: 'scope=orders&grant_type=client_credentials',
    },
  ]);
});

test('a token is renewed before its expiry', async () => {
  const { issuer } = await serve([tokenOf(1, 100), tokenOf(2, 100)]);
  const source = createTokenSource({ tokenUrl: `${issuer}/token`, ...client });
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => now.mockRestore());
  expect(await source.token(signal)).toBe('t1');
  now.mockReturnValue(79_000);
  expect(await source.token(signal)).toBe('t1');
  now.mockReturnValue(81_000);
  expect(await source.token(signal)).toBe('t2');
});

test('a refusal says why, without the secret, and the next caller tries again', async () => {
  const refused = { error: 'invalid_client', error_description: 'client authentication failed' };
  const { issuer } = await serve([{ status: 400, body: refused }, tokenOf(1)]);
  const source = createTokenSource({ tokenUrl: `${issuer}/token`, ...client });
  const error = await source.token(signal).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TokenUnavailable);
  expect(String(error)).toContain(
    `no token for cupcakery-shop from ${issuer}/token: client authentication failed`,
  );
  expect(String(error)).not.toContain(client.clientSecret);
});

test('after a failure callers get it without a request, until it is time for another', async () => {
  const { issuer, seen } = await serve([{ status: 500, body: {} }, tokenOf(1)]);
  const source = createTokenSource({ tokenUrl: `${issuer}/token`, ...client });
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => now.mockRestore());
  for (const _ of [1, 2, 3]) await expect(source.token(signal)).rejects.toThrow(TokenUnavailable);
  expect(seen).toHaveLength(1);
  now.mockReturnValue(1_001);
  expect(await source.token(signal)).toBe('t1');
});

test('a token that was refused is not used again', async () => {
  const { issuer } = await serve([tokenOf(1), tokenOf(2)]);
  const source = createTokenSource({ tokenUrl: `${issuer}/token`, ...client });
  expect(await source.token(signal)).toBe('t1');
  source.drop('an older one');
  expect(await source.token(signal)).toBe('t1');
  source.drop('t1');
  expect(await source.token(signal)).toBe('t2');
});

test('a provider that is absent or silent is an error in time', async () => {
  const { issuer } = await serve(['none']);
  const silent = createTokenSource({ tokenUrl: `${issuer}/token`, ...client, timeoutMs: 50 });
  await expect(silent.token(signal)).rejects.toThrow('no answer within 50 ms');
  const absent = createTokenSource({ tokenUrl: 'http://127.0.0.1:1/token', ...client });
  await expect(absent.token(signal)).rejects.toThrow('127.0.0.1:1/token: ');
});

test('a caller that gives up does not wait, nor does it end the request of the others', async () => {
  const { issuer, seen } = await serve([tokenOf(1)]);
  const source = createTokenSource({ tokenUrl: `${issuer}/token`, ...client });
  const hurried = new AbortController();
  const first = source.token(hurried.signal);
  const second = source.token(signal);
  hurried.abort(new Error('no time'));
  await expect(first).rejects.toThrow('no time');
  expect(await second).toBe('t1');
  expect(seen).toHaveLength(1);
});

test('a secret never leaves for another machine in plain text', async () => {
  const source = createTokenSource({ tokenUrl: 'http://id.example/token', ...client });
  await expect(source.token(signal)).rejects.toThrow(/https|HTTP/);
});
