import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

test.each([
  ['10.0.0.1', '6.6.6.6', 0, '10.0.0.1'],
  ['10.0.0.1', undefined, 1, '10.0.0.1'],
  ['10.0.0.1', '6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
  ['10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.7', 2, '203.0.113.9'],
  ['10.0.0.1', '203.0.113.9', 2, '203.0.113.9'],
  ['10.0.0.1', '', 1, '10.0.0.1'],
  ['::ffff:192.0.2.1', undefined, 0, '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2'],
  ['2001:0DB8:1:2::6', undefined, 0, '2001:db8:1:2'],
  ['2001:db8::1', undefined, 0, '2001:db8:0:0'],
  ['::1', undefined, 0, '0:0:0:0'],
  [undefined, undefined, 0, 'unknown'],
])('%s, forwarded for %s, %d trusted proxies: %s', (remote, forwarded, proxies, expected) => {
  expect(clientAddress(remote, forwarded, proxies)).toBe(expected);
});
