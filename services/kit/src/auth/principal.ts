import { Problem } from '../http/problem.ts';

/** The caller. `tokenExpiresAt` is in milliseconds since 1970; `token` is there to be forwarded, never logged. */
export type Principal = {
  subject: string;
  name: string;
  roles: string[];
  tokenExpiresAt?: number;
  token?: string;
};

/** Whether the principal has the role; `admin` has all. */
export function hasRole(principal: Principal, role: string): boolean {
  return principal.roles.includes(role) || principal.roles.includes('admin');
}

/** Throws Problem 403 unless the principal has at least one of the roles. */
export function requireRole(principal: Principal, ...roles: [string, ...string[]]): void {
  if (roles.some((role) => hasRole(principal, role))) return;
  throw new Problem({
    status: 403,
    code: 'FORBIDDEN',
    title: 'Not permitted',
    detail: `This needs the role ${roles.join(' or ')}.`,
  });
}

/** Headers by which the next service sees the same caller: the token, or the local names. */
export function forwardHeaders(principal: Principal): Record<string, string> {
  if (principal.token !== undefined) return { authorization: `Bearer ${principal.token}` };
  return { 'x-cupcakery-user': principal.subject, 'x-cupcakery-roles': principal.roles.join(',') };
}
