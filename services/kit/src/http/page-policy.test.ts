import { expect, test } from 'vitest';
import { pagePolicy, styleHashesOf } from './page-policy.ts';

test('inline styles of the page are allowed by their hash, and no others', () => {
  const hashes = styleHashesOf('<head><style>p{}</style><style media="print">b{}</style></head>');
  // printf 'p{}' | openssl dgst -sha256 -binary | base64
  expect(hashes[0]).toBe("'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='");
  expect(hashes).toHaveLength(2);
  expect(pagePolicy('shop.example', hashes)).toContain(`style-src 'self' ${hashes.join(' ')};`);
});

test('a page may request something of its own host and of named origins only', () => {
  expect(pagePolicy('shop.example', [])).toContain(
    "connect-src 'self' ws://shop.example wss://shop.example;",
  );
  expect(pagePolicy('shop.example', [], ['https://id.example.com'])).toContain(
    "connect-src 'self' ws://shop.example wss://shop.example https://id.example.com;",
  );
});

test('a page without inline styles allows files only', () => {
  expect(styleHashesOf('<p style="color:red">')).toEqual([]);
  expect(pagePolicy('localhost:8080', [])).toContain("style-src 'self';");
});

test.each(['x; script-src *', "x 'unsafe-inline'", 'x,y', '', 'a/b', 'x@y'])(
  'nothing of a Host that is none gets into it: %j',
  (host) => {
    expect(pagePolicy(host, [])).toContain("connect-src 'self'; object-src");
  },
);
