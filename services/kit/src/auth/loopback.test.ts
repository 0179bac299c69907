import { expect, it } from 'vitest';
import { isLoopbackAuthority, isLoopbackHost, isLoopbackOrigin } from './loopback.ts';

it.each(['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]', 'LOCALHOST', 'a.localhost'])(
  '%s is loopback',
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

it.each([
  '0.0.0.0',
  '::',
  '10.0.0.1',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  'notlocalhost',
  '',
])('%s is not loopback', (host) => {
  expect(isLoopbackHost(host)).toBe(false);
  expect(isLoopbackAuthority(`${host}:80`)).toBe(false);
});

it('reads Host headers', () => {
  expect(['localhost:8080', '127.0.0.1', '[::1]:80'].every(isLoopbackAuthority)).toBe(true);
  expect(
    ['evil.example', 'localhost@evil.example', 'evil.example#localhost', ''].some(isLoopbackAuthority),
  ).toBe(false);
});

it('reads Origin headers', () => {
  expect(['http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:80'].every(isLoopbackOrigin)).toBe(
    true,
  );
  const foreign = [
    'null',
    '',
    'https://evil.example',
    'http://localhost@evil.example',
    'file://localhost',
    'localhost',
  ];
  expect(foreign.some(isLoopbackOrigin)).toBe(false);
});
