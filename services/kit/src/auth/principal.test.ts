import { describe, expect, it } from 'vitest';
import { forwardHeaders, type Principal } from './principal.ts';

const baker: Principal = { subject: 'ann', name: 'Ann', roles: ['baker'] };

describe('forwardHeaders', () => {
  it('carries the token or, locally, the names', () => {
    expect(forwardHeaders({ ...baker, token: 't' })).toEqual({ authorization: 'Bearer t' });
    expect(forwardHeaders(baker)).toEqual({ 'x-cupcakery-user': 'ann', 'x-cupcakery-roles': 'baker' });
    expect(forwardHeaders({ ...baker, subject: 'Jörg' })['x-cupcakery-user']).toBe('J%C3%B6rg');
  });
});
