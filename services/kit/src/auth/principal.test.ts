import { describe, expect, it } from 'vitest';
import { forwardHeaders, hasRole, type Principal, requireRole } from './principal.ts';

const baker: Principal = { subject: 'ann', name: 'Ann', roles: ['baker'] };
const admin: Principal = { subject: 'root', name: 'Root', roles: ['admin'] };

describe('roles', () => {
  it('are had, or implied by admin', () => {
    expect(hasRole(baker, 'baker')).toBe(true);
    expect(hasRole(baker, 'mixer')).toBe(false);
    expect(hasRole(admin, 'mixer')).toBe(true);
  });

  it('are required as any of several, else 403', () => {
    expect(() => requireRole(baker, 'mixer', 'baker')).not.toThrow();
    expect(() => requireRole(baker, 'mixer', 'sre')).toThrow('This needs the role mixer or sre.');
  });
});

describe('forwardHeaders', () => {
  it('carries the token or, locally, the names', () => {
    expect(forwardHeaders({ ...baker, token: 't' })).toEqual({ authorization: 'Bearer t' });
    expect(forwardHeaders(baker)).toEqual({ 'x-cupcakery-user': 'ann', 'x-cupcakery-roles': 'baker' });
  });
});
