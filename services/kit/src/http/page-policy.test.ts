import { expect, test } from 'vitest';
import { inlineHashesOf, pagePolicy } from './page-policy.ts';

const none = { styles: [], scripts: [] };

test('inline styles and scripts of the page are allowed by their hash, and no others', () => {
  const inline = inlineHashesOf(
    '<head><style>p{}</style><style media="print">b{}</style><script>p{}</script><script type="module" src="/a.js"></script></head>',
  );
  // printf 'p{}' | openssl dgst -sha256 -binary | base64
  const hash = "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='";
  expect(inline.styles[0]).toBe(hash);
  expect(inline.styles).toHaveLength(2);
  expect(inline.scripts).toEqual([hash]);
  const policy = pagePolicy('shop.example', inline);
  expect(policy).toContain(`style-src 'self' ${inline.styles.join(' ')};`);
  expect(policy).toContain(`script-src 'self' ${hash};`);
});

test('a page may request something of its own host and of named origins only', () => {
  expect(pagePolicy('shop.example', none)).toContain(
    "connect-src 'self' ws://shop.example wss://shop.example;",
  );
  expect(pagePolicy('shop.example', none, ['https://id.example.com'])).toContain(
    "connect-src 'self' ws://shop.example wss://shop.example https://id.example.com;",
  );
});

test('a page without inline elements allows files only', () => {
  expect(inlineHashesOf('<p style="color:red" onclick="x()">')).toEqual(none);
  const policy = pagePolicy('localhost:8080', none);
  expect(policy).toContain("style-src 'self';");
  expect(policy).toContain("script-src 'self';");
});

test.each(['x; script-src *', "x 'unsafe-inline'", 'x,y', '', 'a/b', 'x@y'])(
  'nothing of a Host that is none gets into it: %j',
  (host) => {
    expect(pagePolicy(host, none)).toContain("connect-src 'self'; object-src");
  },
);
