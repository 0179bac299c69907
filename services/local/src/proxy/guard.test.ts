import { expect, test } from 'vitest';
import { refusalOf } from './guard.ts';

const own = 'localhost:8080';

test('the names of this machine are served, with any port', () => {
  for (const host of ['localhost', own, '127.0.0.1:8080', '[::1]:8080']) {
    expect(refusalOf({ method: 'GET', headers: { host } })).toBeUndefined();
  }
});

test('a name that merely resolves to this machine is refused', () => {
  for (const host of [
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '',
    'a b',
    'x@localhost',
  ]) {
    expect(refusalOf({ method: 'GET', headers: { host } })).toContain('use localhost');
  }
});

test("a stranger's page can neither post nor open a WebSocket", () => {
  for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
    expect(refusalOf({ method: 'POST', headers: { host: own, origin } })).toContain(origin);
    expect(refusalOf({ method: 'GET', headers: { host: own, origin, upgrade: 'websocket' } })).toContain(
      origin,
    );
  }
});

test("our own page, a development server's page and programs without an origin can", () => {
  for (const origin of ['http://localhost:8080', 'http://127.0.0.1:5173', undefined]) {
    const headers = { host: own, ...(origin === undefined ? {} : { origin }) };
    expect(refusalOf({ method: 'POST', headers })).toBeUndefined();
  }
});
