import type { ClientMetadata } from 'oidc-provider';
import type { Config } from '../config.ts';

export const webClientId = 'cupcakery-web';
export const deviceClientId = 'cupcakery-device';

/** Programs that sign in without a person, and the role of each. */
const machines = [
  { id: 'cupcakery-services', name: 'Cupcakery services', role: 'service', secret: 'SERVICES_CLIENT_SECRET' },
  { id: 'cupcakery-shop', name: 'Shop', role: 'shop', secret: 'SHOP_CLIENT_SECRET' },
  // Orders as a customer of its own: a shop may not read what it ordered for others.
  { id: 'cupcakery-demo', name: 'Demo', role: 'customer', secret: 'DEMO_CLIENT_SECRET' },
] as const;

/** The origins where the web app is opened. */
export const webOriginsOf = ({ WEB_ORIGINS: origins, ISSUER: issuer }: Config): string[] =>
  origins ?? [new URL(issuer).origin];

/** What the tokens of a machine's client say of it; undefined for clients of people. */
export function machineClaims(clientId: string | undefined): { name: string; roles: string[] } | undefined {
  const machine = machines.find(({ id }) => id === clientId);
  return machine && { name: machine.name, roles: [machine.role] };
}

/** The clients that the provider knows; one of a machine only when its secret is set. */
export function clientsOf(config: Config): ClientMetadata[] {
  const origins = webOriginsOf(config);
  const confidential = machines.flatMap(({ id, name, secret }): ClientMetadata[] => {
    const value = config[secret];
    if (value === undefined) return [];
    return [
      {
        client_id: id,
        client_name: name,
        client_secret: value,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ];
  });
  return [
    {
      client_id: webClientId,
      client_name: 'Cupcakery',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: origins.map((origin) => `${origin}/signed-in`),
      post_logout_redirect_uris: origins.map((origin) => `${origin}/`),
    },
    {
      client_id: deviceClientId,
      client_name: 'A screen or a command line',
      token_endpoint_auth_method: 'none',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: [],
      redirect_uris: [],
    },
    ...confidential,
  ];
}
