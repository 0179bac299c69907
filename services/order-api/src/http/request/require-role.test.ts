import { expect, it } from 'vitest';
import { requireRole } from './require-role.ts';

const baker = { subject: 'ann', roles: ['baker'] };

it('roles are required as any of several, else 403', () => {
  expect(() => requireRole(baker, 'mixer', 'baker')).not.toThrow();
  expect(() => requireRole(baker, 'mixer', 'sre')).toThrow('This needs the role mixer or sre.');
});
