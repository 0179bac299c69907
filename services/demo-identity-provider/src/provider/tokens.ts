import type { Configuration, KoaContextWithOIDC, ResourceServer } from 'oidc-provider';
import type { Config } from '../config.ts';
import type { Person } from '../people/person.ts';
import { deviceClientId, machineClaims } from './clients.ts';

/** What tokens are for; the library wants a URI to name it, and `aud` is the name that services know. */
const resource = 'urn:cupcakery:api';
const audience = 'cupcakery';
const workingDaySeconds = 12 * 3600;

type Tokens = Pick<
  Configuration,
  | 'expiresWithSession'
  | 'extraTokenClaims'
  | 'findAccount'
  | 'issueRefreshToken'
  | 'loadExistingGrant'
  | 'rotateRefreshToken'
  | 'ttl'
>;

/**
 * Which tokens there are and what they say: access tokens are JWTs for `cupcakery`, short, with the person's name, roles
 * and further claims; refresh tokens last a working day from the sign-in and change with each use.
 */
export function tokensOf(people: ReadonlyMap<string, Person>, config: Config): Tokens {
  const claimsOf = (person: Person) => ({ name: person.name, roles: [...person.roles], ...person.claims });
  return {
    findAccount: async (_ctx, id) => {
      const person = people.get(id);
      if (person === undefined) return undefined;
      const claims = { sub: id, preferred_username: id, ...claimsOf(person) };
      return { accountId: id, claims: async () => claims };
    },
    extraTokenClaims: async (_ctx, token) => {
      if (token.kind === 'ClientCredentials') return machineClaims(token.clientId);
      const person = people.get(token.accountId);
      return person && claimsOf(person);
    },
    loadExistingGrant: grantWithoutConsent,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    // A person who signs out in the browser ends what the browser has; a board was only permitted from there.
    expiresWithSession: async (_ctx, source) => source.clientId !== deviceClientId,
    ttl: {
      AccessToken: config.ACCESS_TOKEN_SECONDS,
      ClientCredentials: config.ACCESS_TOKEN_SECONDS,
      IdToken: config.ACCESS_TOKEN_SECONDS,
      RefreshToken: (ctx) => ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? workingDaySeconds,
      Session: workingDaySeconds,
      Grant: workingDaySeconds,
      Interaction: 3600,
      DeviceCode: 600,
    },
  };
}

/** Access tokens without a named resource are for this one. */
export const resourceIndicators = (config: Config) => ({
  enabled: true,
  defaultResource: async () => resource,
  getResourceServerInfo: async (): Promise<ResourceServer> => ({
    scope: '',
    audience,
    accessTokenTTL: config.ACCESS_TOKEN_SECONDS,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'ES256' } },
  }),
});

/** All clients are the demo's own: nobody is asked whether they may have what they request. */
async function grantWithoutConsent({ oidc }: KoaContextWithOIDC) {
  const { client, session, account, provider } = oidc;
  if (!client || !session || !account) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  const grant = existing ?? new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  await grant.save();
  return grant;
}
