import { expect, it } from 'vitest';
import { webConfigOf, webConfigSchema } from './web-config.ts';

it('names the provider, the client and what it asks for', () => {
  const config = webConfigOf({
    issuer: 'https://id.example',
    clientId: 'cupcakery-web',
    deviceClientId: 'cupcakery-device',
    scopes: ['profile'],
    localAccess: false,
  });
  expect(webConfigSchema.parse(config)).toEqual({
    signIn: {
      authority: 'https://id.example',
      clientId: 'cupcakery-web',
      scope: 'openid offline_access profile',
      deviceClientId: 'cupcakery-device',
    },
    localAccess: false,
  });
});

it('says that nobody signs in where there is no provider', () => {
  const config = webConfigOf({ issuer: undefined, clientId: 'cupcakery-web', localAccess: true });
  expect(webConfigSchema.parse(config)).toEqual({ signIn: null, localAccess: true });
});
