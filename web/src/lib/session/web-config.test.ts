import { expect, test } from 'vitest';
import { needsSignIn, parseConfig } from './web-config.ts';

const signIn = { authority: 'https://id.example', clientId: 'web', scope: 'openid' };

test.each([
  [{ signIn, localAccess: false }, true],
  [{ signIn, localAccess: true }, false],
])('%j needs a sign-in: %s', (config, needed) => {
  const read = parseConfig(JSON.stringify(config));
  expect(read).toEqual(config);
  expect(read && needsSignIn(read)).toBe(needed);
});

test('where the app signs nobody in, somebody in front may', () => {
  const read = parseConfig('{"signIn":null,"localAccess":false}');
  expect(read).toEqual({ localAccess: false });
  expect(read && needsSignIn(read)).toBe(false);
});

test.each([null, '', 'no json', '{}', '{"localAccess":"yes"}'])(
  'what is no configuration is none: %s',
  (text) => {
    expect(parseConfig(text)).toBeUndefined();
  },
);

test('half of a provider is none', () => {
  expect(parseConfig('{"signIn":{"authority":"https://id.example"},"localAccess":true}')).toEqual({
    localAccess: true,
  });
});
