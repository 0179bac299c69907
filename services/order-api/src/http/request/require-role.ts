import { Problem } from '@cupcakery/kit/http/problem';
import { type Caller, hasRole } from '@cupcakery/workflow/access/access';

/** Throws Problem 403 unless the caller has at least one of the roles. */
export function requireRole(caller: Caller, ...roles: [string, ...string[]]): void {
  if (roles.some((role) => hasRole(caller, role))) return;
  throw new Problem({
    status: 403,
    code: 'FORBIDDEN',
    title: 'Not permitted',
    detail: `This needs the role ${roles.join(' or ')}.`,
  });
}
