import { expect, test } from 'vitest';
import { properOrigin } from './proper-origin.ts';

const demo = 'http://localhost:8080/auth';

test.each([
  ['http://127.0.0.1:8080', demo, 'http://localhost:8080'],
  ['http://[::1]:8080', demo, 'http://localhost:8080'],
  ['http://localhost:8080', demo, 'http://localhost:8080'],
  ['http://localhost:5173', demo, 'http://localhost:5173'],
  ['https://shop.example', 'https://id.example/realms/shop', 'https://shop.example'],
  ['http://localhost.evil.example:8080', demo, 'http://localhost.evil.example:8080'],
])('from %s at %s: %s', (origin, authority, expected) => {
  expect(properOrigin(origin, authority)).toBe(expected);
});
