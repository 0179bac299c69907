import { describe, expect, it } from 'vitest';
import { authenticateLocally } from './local.ts';

const call = (headers: Record<string, string>) =>
  authenticateLocally({ headers: new Headers({ host: 'localhost:8080', ...headers }) });

describe('the local principal', () => {
  it('is an admin named local, unless the demo headers name another', () => {
    expect(call({})).toEqual({ subject: 'local', name: 'local', roles: ['admin'] });
    expect(call({ 'x-cupcakery-user': 'ann', 'x-cupcakery-roles': 'baker, mixer' })).toEqual({
      subject: 'ann',
      name: 'ann',
      roles: ['baker', 'mixer'],
    });
    expect(call({ 'x-cupcakery-roles': '' }).roles).toEqual([]);
  });

  it('is refused under a foreign Host (DNS rebinding) and without any', () => {
    expect(() => call({ host: 'evil.example:8080' })).toThrow('only localhost is served');
    expect(() => authenticateLocally({ headers: new Headers() })).toThrow('only localhost is served');
  });

  it('is refused to pages of other sites, which also covers WebSocket handshakes', () => {
    expect(() => call({ origin: 'https://evil.example' })).toThrow('pages of other sites');
    expect(() => call({ origin: 'null' })).toThrow('pages of other sites');
    expect(call({ origin: 'http://localhost:5173' }).subject).toBe('local');
  });

  it('takes names in any script, percent-encoded', () => {
    for (const name of ['Jörg', 'Zoë', '小林', 'أحمد']) {
      expect(call({ 'x-cupcakery-user': encodeURIComponent(name) }).subject).toBe(name);
    }
  });

  it('has the claims of a header, as in a query', () => {
    const claims = (text: string) => call({ 'x-cupcakery-claims': text }).claims;
    expect(claims('department=HR&department=Caf%C3%A9&site=2')).toEqual({
      department: ['HR', 'Café'],
      site: ['2'],
    });
    expect(claims('')).toBeUndefined();
    const long = `a=${'x'.repeat(101)}`;
    for (const odd of [
      '=HR',
      'department=',
      'a b=c',
      'department=a%0Ab',
      long,
      Array(101).fill('a=b').join('&'),
    ])
      expect(() => claims(odd)).toThrow();
  });

  it('may have roles for one workflow', () => {
    expect(call({ 'x-cupcakery-roles': 'cupcakes:sre' }).roles).toEqual(['cupcakes:sre']);
  });

  it('takes no odd names', () => {
    expect(() => call({ 'x-cupcakery-user': '%' })).toThrow();
    expect(() => call({ 'x-cupcakery-user': 'a%0Ab' })).toThrow();
    expect(() => call({ 'x-cupcakery-user': 'a b' })).toThrow();
    expect(() => call({ 'x-cupcakery-roles': 'x'.repeat(41) })).toThrow();
    expect(() => call({ 'x-cupcakery-roles': Array(21).fill('a').join() })).toThrow();
  });
});
