import { expect, it } from 'vitest';
import { cameByTls } from './strict-transport.ts';

it.each([
  ['https', 0, false],
  [undefined, 1, false],
  ['http', 1, false],
  ['https', 1, true],
  ['HTTPS', 2, true],
  ['https, http', 2, true],
  ['https, http', 1, false],
  ['https,http,http', 2, false],
])('X-Forwarded-Proto %j behind %i trusted proxies came by TLS: %s', (header, proxies, came) => {
  expect(cameByTls(header, proxies)).toBe(came);
});
