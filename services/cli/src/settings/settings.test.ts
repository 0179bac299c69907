import { describe, expect, it, test } from 'vitest';
import { originOf, settingsOf } from './settings.ts';

const file = {
  current: 'shop',
  profiles: {
    shop: { url: 'https://shop.example', workflow: 'tea' },
    test: { url: 'http://test.example:8080' },
  },
};

describe('settings', () => {
  it('come from flags, then variables, then the profile, then the defaults', () => {
    const env = { CUPCAKERY_URL: 'http://env.example', CUPCAKERY_WORKFLOW: 'leave' };
    expect(settingsOf({ url: 'http://flag.example' }, env, file)).toMatchObject({
      url: 'http://flag.example',
      workflow: 'leave',
    });
    expect(settingsOf({}, env, file).url).toBe('http://env.example');
    expect(settingsOf({}, {}, file)).toMatchObject({
      profile: 'shop',
      url: 'https://shop.example',
      workflow: 'tea',
    });
    expect(settingsOf({}, {}, { current: 'default', profiles: {} })).toEqual({
      profile: 'default',
      url: 'http://localhost:8080',
      workflow: 'cupcakes',
      token: undefined,
    });
  });

  it('are those of the named profile', () => {
    expect(settingsOf({ profile: 'test' }, {}, file)).toMatchObject({
      url: 'http://test.example:8080',
      workflow: 'cupcakes',
    });
    expect(() => settingsOf({ profile: 'nope' }, {}, file)).toThrow(
      'there is no profile nope; there are: shop, test',
    );
  });

  it('have no token where the variable is empty', () => {
    expect(settingsOf({}, { CUPCAKERY_TOKEN: '' }, file).token).toBeUndefined();
    expect(settingsOf({}, { CUPCAKERY_TOKEN: 't' }, file).token).toBe('t');
  });
});

test.each([
  'shop.example',
  'ftp://shop.example',
  'https://shop.example/api',
  'http://',
  'https://a.example/?x=1',
])('%s is no address of an installation', (url) =>
  expect(() => originOf(url)).toThrow(`${url} is no address of an installation`),
);
test('an address is its origin', () =>
  expect(originOf('https://shop.example/')).toBe('https://shop.example'));
