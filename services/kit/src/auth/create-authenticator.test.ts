import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, loadConfig, oidcVars } from '../config.ts';
import { createLogger } from '../log.ts';
import { createAuthenticator, oidcOptions } from './create-authenticator.ts';

const log = createLogger({ service: 'x', level: 'silent' });
const oidc = { issuer: 'https://id.example', audience: 'cupcakery', rolesClaim: 'roles' };
const local = new Headers({ host: 'localhost', 'x-cupcakery-user': 'ann', 'x-cupcakery-roles': 'admin' });

describe('createAuthenticator', () => {
  it.each(['0.0.0.0', '::', '10.1.2.3', 'shop.example'])('refuses to serve %s without OIDC', (host) => {
    expect(() => createAuthenticator({ host, log })).toThrow(ConfigError);
  });

  it('trusts local callers on loopback', async () => {
    const { mode, authenticate } = createAuthenticator({ host: '127.0.0.1', log });
    expect(mode).toBe('local');
    expect(await authenticate({ headers: local })).toMatchObject({ subject: 'ann' });
  });

  it('ignores the local headers with OIDC', async () => {
    const { mode, authenticate } = createAuthenticator({ host: '127.0.0.1', oidc, log });
    expect(mode).toBe('oidc');
    await expect(authenticate({ headers: local })).rejects.toMatchObject({ status: 401 });
  });
});

describe('createAuthenticator with an optional token', () => {
  const optional = { ...oidc, optional: true };
  const create = () => createAuthenticator({ host: '127.0.0.1', oidc: optional, log });

  it('is refused on a host that is open to others', () => {
    expect(() => createAuthenticator({ host: '0.0.0.0', oidc: optional, log })).toThrow('AUTH=required');
  });

  it('takes a caller without a token for the local principal, from this machine only', async () => {
    const { mode, authenticate } = create();
    expect(mode).toBe('optional');
    expect(await authenticate({ headers: local })).toMatchObject({ subject: 'ann', roles: ['admin'] });
    for (const strange of [{ host: 'evil.example' }, { host: 'localhost', origin: 'https://evil.example' }]) {
      await expect(authenticate({ headers: new Headers(strange) })).rejects.toMatchObject({ status: 403 });
    }
  });

  it.each(['Bearer abc', 'Bearer', 'bearer  ', '', 'Basic YTpi', 'Bearer a b'])(
    'never takes a caller with the credentials "%s" for the local one',
    async (authorization) => {
      const headers = new Headers([...local, ['authorization', authorization]]);
      await expect(create().authenticate({ headers })).rejects.toMatchObject({ status: 401 });
    },
  );
});

describe('oidcOptions', () => {
  const from = (env: Record<string, string>) => oidcOptions(loadConfig(z.object(oidcVars), env));

  it('is undefined without an issuer, and whole with one', () => {
    expect(from({})).toBeUndefined();
    const given = { OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'cupcakery' };
    expect(from(given)).toEqual({ ...oidc, maxTokenAge: 86_400 });
    expect(from({ ...given, AUTH: 'optional', OIDC_MAX_TOKEN_AGE: '60' })).toEqual({
      ...oidc,
      maxTokenAge: 60,
      optional: true,
    });
    expect(from({ AUTH: 'optional' })).toBeUndefined();
  });

  it('refuses half a configuration, which would otherwise leave the door open', () => {
    expect(() => from({ OIDC_ISSUER: 'https://id.example' })).toThrow('OIDC_AUDIENCE');
    expect(() => from({ OIDC_AUDIENCE: 'cupcakery' })).toThrow('OIDC_ISSUER is not');
    expect(() => from({ AUTH: 'required' })).toThrow('AUTH=required needs OIDC_ISSUER');
    expect(() => from({ AUTH: 'maybe' })).toThrow('AUTH="maybe": must be required or optional');
  });
});
