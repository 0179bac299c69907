import { randomBytes } from 'node:crypto';
import type { Logger } from '@cupcakery/kit/log';
import { type errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Config } from '../config.ts';
import { devicePages, renderError, signOutPages } from '../pages/provider-pages.ts';
import type { Person } from '../people/person.ts';
import { createAdapter } from '../store/adapter.ts';
import { clientsOf, webOriginsOf } from './clients.ts';
import { signOutByHint } from './sign-out.ts';
import type { SigningKeys } from './signing-keys.ts';
import { resourceIndicators, tokensOf } from './tokens.ts';

const off = { enabled: false };

/** The OpenID provider: its protocol is the library's, who signs in and what tokens say is ours. */
export function createProvider(options: {
  config: Config;
  people: readonly Person[];
  keys: SigningKeys;
  log: Logger;
}): Provider {
  const { config, people, keys, log } = options;
  const { pathname, port } = new URL(config.ISSUER);
  const mount = pathname === '/' ? '' : pathname;
  const origins = webOriginsOf(config);
  // Cookies belong to a host with all its ports, so two copies on one machine need names of their own.
  const cookie = (name: string): string => `cupcakery_${port || 'web'}_${name}`;
  const claimsOfPeople = [...new Set(people.flatMap(({ claims }) => Object.keys(claims)))];
  const provider = new Provider(config.ISSUER, {
    adapter: createAdapter,
    clients: clientsOf(config),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    clientBasedCORS: (_ctx, origin) => origins.includes(origin),
    jwks: keys,
    cookies: {
      names: { session: cookie('session'), interaction: cookie('interaction'), resume: cookie('resume') },
      long: { path: mount || '/', httpOnly: true, sameSite: 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
      // Sessions do not outlive the process, so their cookies need not either.
      keys: [randomBytes(32).toString('base64url')],
    },
    scopes: ['openid', 'offline_access', 'profile', 'roles'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      roles: ['roles', ...claimsOfPeople],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    // None of them may be a suffix of another with the mount in front of it: addresses are made by cutting that off.
    routes: {
      authorization: '/authorize',
      code_verification: '/device',
      device_authorization: '/device/authorize',
      end_session: '/sign-out',
      jwks: '/jwks',
      revocation: '/revoke',
      token: '/token',
    },
    features: {
      devInteractions: off,
      dPoP: off,
      pushedAuthorizationRequests: off,
      userinfo: off,
      clientCredentials: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
      },
      deviceFlow: { enabled: true, ...devicePages },
      rpInitiatedLogout: {
        enabled: true,
        ...signOutPages,
        logoutSource: async (ctx) => {
          if (!(await signOutByHint(ctx))) await signOutPages.logoutSource(ctx);
        },
      },
      resourceIndicators: resourceIndicators(config),
    },
    interactions: { url: (_ctx, interaction) => `${mount}/interaction/${interaction.uid}` },
    renderError,
    ...tokensOf(new Map(people.map((person) => [person.id, person])), config),
  });
  // The address by which it is called is made up from the issuer, see http/node-handler.ts.
  provider.proxy = true;
  provider.on('server_error', (_ctx, err) => log.error({ err }, 'a request failed unexpectedly'));
  const refused = (
    { oidc }: KoaContextWithOIDC,
    { error, error_description: why }: errors.OIDCProviderError,
  ) => log.info({ client: oidc.client?.clientId, reason: why ?? error }, 'a sign-in was refused');
  provider.on('authorization.error', refused);
  provider.on('grant.error', refused);
  return provider;
}
