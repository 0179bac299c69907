import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Problem } from '../http/problem.ts';
import { createLogger } from '../log.ts';
import { createOidcAuthenticator } from './oidc.ts';

const log = createLogger({ service: 'x', level: 'silent' });
const server = createServer();
const seen: string[] = [];
let down = false;
let issuer = '';
const keys = { rs: {} as KeyPair, es: {} as KeyPair, foreign: {} as KeyPair };
type KeyPair = { publicKey: CryptoKey; privateKey: CryptoKey };

beforeAll(async () => {
  keys.rs = await generateKeyPair('RS256', { extractable: true });
  keys.es = await generateKeyPair('ES256', { extractable: true });
  keys.foreign = await generateKeyPair('RS256', { extractable: true });
  const jwks = {
    keys: [
      { ...(await exportJWK(keys.rs.publicKey)), kid: 'rs', alg: 'RS256' },
      { ...(await exportJWK(keys.es.publicKey)), kid: 'es', alg: 'ES256' },
    ],
  };
  server.on('request', (request, response) => {
    seen.push(request.url ?? '');
    if (down) return response.writeHead(500).end();
    const discovery = { issuer, jwks_uri: `${issuer}/keys` };
    response.end(JSON.stringify(request.url === '/keys' ? jwks : discovery));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

function sign(
  change: { alg?: string; kid?: string; key?: CryptoKey | Uint8Array; claims?: object; exp?: string } = {},
) {
  const claims = { name: 'Ann', realm_access: { roles: ['baker'] }, ...change.claims };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: change.alg ?? 'RS256', kid: change.kid ?? 'rs' })
    .setSubject('u-1')
    .setIssuer(issuer)
    .setAudience('cupcakery')
    .setExpirationTime(change.exp ?? '5m')
    .sign(change.key ?? keys.rs.privateKey);
}

type More = { jwksUrl?: string; claims?: readonly string[]; maxTokenAge?: number };
const createOidc = (more: More = {}) =>
  createOidcAuthenticator({ issuer, audience: 'cupcakery', rolesClaim: 'realm_access.roles', log, ...more });
const create = (more: More = {}) => createOidc(more).authenticate;

async function refusal(token: string | undefined, authenticate = create()): Promise<Problem> {
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` });
  const error = await authenticate({ headers }).catch((reason: unknown) => reason);
  if (error instanceof Problem) return error;
  throw new Error('was not refused by a Problem', { cause: error });
}

describe('a bearer token', () => {
  it('makes a principal, keys found by discovery', async () => {
    const token = await sign();
    const principal = await create()({ headers: new Headers({ authorization: `bearer ${token}` }) });
    expect(principal).toMatchObject({ subject: 'u-1', name: 'Ann', roles: ['baker'], token });
    expect(principal.tokenExpiresAt).toBeGreaterThan(Date.now() + 200_000);
  });

  it('names the caller without characters that nobody sees', async () => {
    const token = await sign({ claims: { name: '\u202e\0', preferred_username: '\u2068Ann\u2069 \u001bB' } });
    const principal = await create()({ headers: new Headers({ authorization: `Bearer ${token}` }) });
    expect(principal.name).toBe('Ann B');
  });

  it('may be ES256, with a given JWKS address', async () => {
    const token = await sign({ alg: 'ES256', kid: 'es', key: keys.es.privateKey });
    const authenticate = create({ jwksUrl: `${issuer}/keys` });
    expect((await authenticate({ headers: new Headers({ authorization: `Bearer ${token}` }) })).subject).toBe(
      'u-1',
    );
  });

  it('is missed with a challenge', async () => {
    const problem = await refusal(undefined);
    expect(problem.toResponse().headers.get('www-authenticate')).toBe('Bearer realm="cupcakery"');
  });

  it.each([
    ['expired', () => sign({ exp: '-31s' }), 'has expired'],
    ['for another audience', () => signFor('other'), 'aud'],
    ['without expiry', () => unexpiring(), 'exp'],
    ['signed by a foreign key under a known id', () => sign({ key: keys.foreign.privateKey }), 'not valid'],
    ['of an unknown key id', () => sign({ kid: 'nobody' }), 'key of the token is unknown'],
    ['signed by HS256 with the public key', () => hmacWithPublicKey(), 'algorithm'],
    [
      'unsigned (alg none)',
      async () => new UnsecuredJWT({}).setSubject('u').setIssuer(issuer).encode(),
      'algorithm',
    ],
    ['of another issuer', () => signAs('https://evil.example'), 'iss'],
    ['no JWT at all', async () => 'abc', 'not valid'],
    ['too long', async () => 'a'.repeat(20_000), 'too long'],
  ])('is refused when %s', async (_title, make, reason) => {
    const problem = await refusal(await make());
    expect(problem.status).toBe(401);
    expect(problem.message).toContain(reason);
    expect(problem.toResponse().headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it.each([
    ['the type of a logout', { typ: 'logout+jwt' }, {}, 'neither JWT nor at+jwt'],
    ['the type of a proof of possession', { typ: 'dpop+jwt' }, {}, 'neither JWT nor at+jwt'],
    ['a typ that is no text', { typ: 7 }, {}, 'neither JWT nor at+jwt'],
    ['an empty typ', { typ: '' }, {}, 'neither JWT nor at+jwt'],
    ['a subject that is a number', {}, { sub: 7 }, 'subject'],
    ['a subject that is an object', {}, { sub: { admin: true } }, 'subject'],
    ['a subject that is an array', {}, { sub: ['u-1'] }, 'subject'],
    ['a subject that is null', {}, { sub: null }, 'sub'],
    ['no subject', {}, { sub: undefined }, 'sub'],
    ['an empty subject', {}, { sub: '' }, 'subject'],
    ['a blank subject', {}, { sub: ' \t ' }, 'subject'],
    ['a subject of 256 characters', {}, { sub: 'x'.repeat(256) }, 'subject'],
    ['an expiry that is a text', {}, { exp: '9999999999' }, 'exp'],
    ['a life of more than a day', {}, { iat: seconds(), exp: seconds(86_500) }, '86500 s'],
    ['a life of more than a day, nothing said of its begin', {}, { exp: seconds(90_000) }, 'at most 86400 s'],
    ['a begin in the future', {}, { iat: seconds(8e5), exp: seconds(8.01e5) }, 'OIDC_MAX_TOKEN_AGE'],
    ['a begin that is a text', {}, { iat: 'now' }, 'iat'],
    ['a time before which it counts for nothing', {}, { nbf: seconds(600) }, 'nbf'],
    ['201 roles', {}, { realm_access: { roles: Array(201).fill('r') } }, '201 roles, more than 200'],
    ['a role of 101 characters', {}, { realm_access: { roles: ['r'.repeat(101)] } }, '100 characters'],
    ['201 departments', {}, { department: Array(201).fill('d') }, 'more than 200'],
    ['a long department', {}, { department: 'd'.repeat(101) }, '100 characters'],
    ['a critical header that nobody here knows', { crit: ['urn:x'], 'urn:x': 1 }, {}, 'not valid'],
  ])('is refused with %s', async (_title, header, claims, reason) => {
    const problem = await refusal(await signRaw(header, claims), create({ claims: ['department'] }));
    expect(problem.status).toBe(401);
    expect(problem.message).toContain(reason);
    expect(problem.toResponse().headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', undefined])(
    'may be of type %s',
    async (typ) => {
      const headers = new Headers({ authorization: `Bearer ${await signRaw({ typ }, {})}` });
      expect((await create()({ headers })).subject).toBe('u-1');
    },
  );

  it('may live as long as is configured, and no longer', async () => {
    const authenticate = create({ maxTokenAge: 60 });
    const token = (life: number) => signRaw({}, { iat: seconds(), exp: seconds() + life });
    const headers = new Headers({ authorization: `Bearer ${await token(60)}` });
    expect((await authenticate({ headers })).subject).toBe('u-1');
    expect((await refusal(await token(61), authenticate)).message).toContain('valid for 61 s');
  });

  it('gives the claims that the service asked for, and no others', async () => {
    const token = await signRaw({}, { department: ['HR', 'IT'], site: 'Ulm Nord', shoe: '42' });
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const { claims } = await create({ claims: ['department', 'site', 'team'] })({ headers });
    expect(claims).toEqual({ department: ['HR', 'IT'], site: ['Ulm Nord'], team: [] });
    expect((await create()({ headers })).claims).toBeUndefined();
  });

  it('passes within the clock tolerance', async () => {
    const headers = new Headers({ authorization: `Bearer ${await sign({ exp: '-20s' })}` });
    expect((await create()({ headers })).subject).toBe('u-1');
  });

  it('with a made-up key id does not cause a request to the provider each time', async () => {
    const authenticate = create();
    seen.length = 0;
    for (let i = 0; i < 20; i++) await refusal(await sign({ kid: `made-up-${i}` }), authenticate);
    expect(seen).toEqual(['/.well-known/openid-configuration', '/keys']);
  });
});

describe('keys that are fetched ahead', () => {
  it('cost the first caller no question', async () => {
    const { authenticate, prepare } = createOidc();
    await prepare(new AbortController().signal);
    seen.length = 0;
    const headers = new Headers({ authorization: `Bearer ${await sign()}` });
    expect((await authenticate({ headers })).subject).toBe('u-1');
    expect(seen).toEqual([]);
  });

  it('do not keep a process from starting, nor from ending, while the provider is down', async () => {
    const { prepare } = createOidc();
    seen.length = 0;
    down = true;
    try {
      const ending = new AbortController();
      const prepared = prepare(ending.signal);
      await vi.waitFor(() => expect(seen).toContain('/.well-known/openid-configuration'));
      ending.abort();
      await expect(prepared).resolves.toBeUndefined();
    } finally {
      down = false;
    }
  });
});

describe('a provider that is down', () => {
  it('is 503, and the provider is retried only after a pause', async () => {
    const authenticate = create();
    const token = await sign();
    seen.length = 0;
    down = true;
    try {
      const problems = [await refusal(token, authenticate), await refusal(token, authenticate)];
      expect(problems.map(({ status }) => status)).toEqual([503, 503]);
      expect(problems[0]?.toResponse().headers.get('retry-after')).toBe('5');
      expect(seen).toHaveLength(1);
    } finally {
      down = false;
    }
  });

  it('does not hurt for an hour after its keys were fetched, though they are due for a refresh', async () => {
    const authenticate = create();
    const headers = new Headers({ authorization: `Bearer ${await sign({ exp: '1h' })}` });
    await authenticate({ headers });
    seen.length = 0;
    down = true;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
    try {
      expect((await authenticate({ headers })).subject).toBe('u-1');
      expect((await authenticate({ headers })).subject).toBe('u-1');
      expect(seen).toEqual(['/keys']);
    } finally {
      vi.useRealTimers();
      down = false;
    }
  });
});

/** Whole seconds since 1970, some seconds from now. */
const seconds = (after = 0) => Math.floor(Date.now() / 1000) + after;

/** With any header and any claims, such as no honest provider writes. */
async function signRaw(header: object, claims: object): Promise<string> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const valid = { iss: issuer, aud: 'cupcakery', sub: 'u-1', iat: seconds(), exp: seconds(300) };
  const text = `${part({ alg: 'RS256', kid: 'rs', ...header })}.${part({ ...valid, ...claims })}`;
  const signature = await crypto.subtle.sign(
    'RSASSA-PKCS1-v1_5',
    keys.rs.privateKey,
    new TextEncoder().encode(text),
  );
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}

const base = () => new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'rs' }).setSubject('u-1');
const signFor = (audience: string) =>
  base().setIssuer(issuer).setAudience(audience).setExpirationTime('5m').sign(keys.rs.privateKey);
const signAs = (other: string) =>
  base().setIssuer(other).setAudience('cupcakery').setExpirationTime('5m').sign(keys.rs.privateKey);
const unexpiring = () => base().setIssuer(issuer).setAudience('cupcakery').sign(keys.rs.privateKey);
async function hmacWithPublicKey() {
  return sign({ alg: 'HS256', key: new TextEncoder().encode(await exportSPKI(keys.rs.publicKey)) });
}
