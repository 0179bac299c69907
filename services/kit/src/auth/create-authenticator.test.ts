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

describe('oidcOptions', () => {
  const from = (env: Record<string, string>) => oidcOptions(loadConfig(z.object(oidcVars), env));

  it('is undefined without an issuer, and whole with one', () => {
    expect(from({})).toBeUndefined();
    expect(from({ OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'cupcakery' })).toEqual(oidc);
  });

  it('refuses half a configuration, which would otherwise leave the door open', () => {
    expect(() => from({ OIDC_ISSUER: 'https://id.example' })).toThrow('OIDC_AUDIENCE');
    expect(() => from({ OIDC_AUDIENCE: 'cupcakery' })).toThrow('OIDC_ISSUER is not');
  });
});
