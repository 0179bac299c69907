import { describe, expect, it } from 'vitest';
import { authenticateLocally } from './local.ts';
import { forwardHeaders, type Principal } from './principal.ts';

const baker: Principal = { subject: 'ann', name: 'Ann', roles: ['baker'] };

describe('forwardHeaders', () => {
  it('carries the token or, locally, the names', () => {
    expect(forwardHeaders({ ...baker, token: 't' })).toEqual({ authorization: 'Bearer t' });
    expect(forwardHeaders(baker)).toEqual({ 'x-cupcakery-user': 'ann', 'x-cupcakery-roles': 'baker' });
    const claims = { department: ['HR', 'Caf\u00e9 & bar'] };
    expect(forwardHeaders({ ...baker, claims })['x-cupcakery-claims']).toBe(
      'department=HR&department=Caf%C3%A9+%26+bar',
    );
    const headers = new Headers({ host: 'localhost', ...forwardHeaders({ ...baker, claims }) });
    expect(authenticateLocally({ headers }).claims).toEqual(claims);
    expect(forwardHeaders({ ...baker, subject: 'Jörg' })['x-cupcakery-user']).toBe('J%C3%B6rg');
  });
});
