import { expect, test } from 'vitest';
import { judgeOrigin, type OriginVerdict, originFault } from './origins.ts';

const kitchen = 'https://kitchen.example';
type Case = {
  origin?: string;
  host?: string;
  forwarded?: string;
  proxies?: number;
  listed?: string[];
  trusted?: string;
};

test.each<[string, Case, OriginVerdict]>([
  ['a program sends no Origin', { host: 'shop.example' }, 'none'],
  ['the same host', { origin: 'https://shop.example', host: 'shop.example' }, 'same-host'],
  [
    'the same host, where TLS ends in front',
    { origin: 'http://shop.example', host: 'shop.example' },
    'same-host',
  ],
  ['a default port written out', { origin: 'https://shop.example', host: 'shop.example:443' }, 'same-host'],
  ['a port of its own', { origin: 'http://localhost:8080', host: 'localhost:8080' }, 'same-host'],
  ['IPv6', { origin: 'http://[::1]:8080', host: '[::1]:8080' }, 'same-host'],
  ['upper case in Host', { origin: 'https://shop.example', host: 'SHOP.example' }, 'same-host'],
  ['another port', { origin: 'http://shop.example:81', host: 'shop.example' }, 'foreign'],
  ['another host', { origin: 'https://evil.example', host: 'shop.example' }, 'foreign'],
  ['a name below', { origin: 'https://a.shop.example', host: 'shop.example' }, 'foreign'],
  ['a name that begins alike', { origin: 'https://shop.example.evil', host: 'shop.example' }, 'foreign'],
  ['a frame without an origin', { origin: 'null', host: 'shop.example' }, 'foreign'],
  ['a Host with a user', { origin: 'https://evil.example', host: 'shop.example@evil.example' }, 'foreign'],
  ['no Host', { origin: 'https://shop.example' }, 'foreign'],
  ['an extension', { origin: 'chrome-extension://shop.example', host: 'shop.example' }, 'foreign'],
  ['a listed origin', { origin: kitchen, host: 'shop.example', listed: [kitchen] }, 'listed'],
  [
    'its other scheme',
    { origin: 'http://kitchen.example', host: 'shop.example', listed: [kitchen] },
    'foreign',
  ],
  ['its other port', { origin: `${kitchen}:8443`, host: 'shop.example', listed: [kitchen] }, 'foreign'],
  [
    'X-Forwarded-Host without a trusted proxy',
    { origin: 'https://evil.example', host: 'shop.example', forwarded: 'evil.example' },
    'foreign',
  ],
  [
    'X-Forwarded-Host of a trusted proxy',
    { origin: 'https://shop.example', host: 'gateway:8082', forwarded: 'shop.example', proxies: 1 },
    'same-host',
  ],
  [
    'what the client put before it',
    { origin: 'https://evil.example', host: 'x', forwarded: 'evil.example, shop.example', proxies: 1 },
    'foreign',
  ],
  [
    'a trusted proxy that sets none',
    { origin: 'https://shop.example', host: 'shop.example', proxies: 1 },
    'same-host',
  ],
  [
    'a page of this machine, in the mode that trusts it',
    { origin: 'http://localhost:5173', host: 'localhost:8080', trusted: 'http://localhost:5173' },
    'trusted',
  ],
])('%s', (_what, { origin, host, forwarded, proxies = 0, listed = [], trusted }, expected) => {
  const headers = { origin, host, 'x-forwarded-host': forwarded };
  const rules = { listed, trustedProxies: proxies, isTrusted: (one: string) => one === trusted };
  expect(judgeOrigin((name) => headers[name], rules)).toBe(expected);
});

test('an origin is a scheme, a host and a port, written as browsers send it', () => {
  for (const good of [kitchen, 'http://localhost:5173', 'https://[::1]:8443']) {
    expect(originFault(good)).toBeUndefined();
  }
  for (const bad of [
    '*',
    'https://*.example',
    'kitchen.example',
    'null',
    'ftp://kitchen.example',
    'https://',
  ]) {
    expect(originFault(bad)).toContain(`"${bad}"`);
  }
  for (const near of [`${kitchen}/`, `${kitchen}:443`, 'https://Kitchen.example', `${kitchen}/app`]) {
    expect(originFault(near)).toContain(`write ${kitchen}`);
  }
});
