import { Problem } from '../http/problem.ts';
import { isLoopbackAuthority, isLoopbackOrigin } from './loopback.ts';
import type { Principal } from './principal.ts';
import type { RequestLike } from './request-like.ts';

/** Headers by which a local caller chooses its identity: see `authenticateLocally`. */
export const localHeaders = ['x-cupcakery-user', 'x-cupcakery-roles', 'x-cupcakery-claims'] as const;

/**
 * Without OIDC every caller on the loopback interface is trusted, and may choose its identity with
 * `x-cupcakery-user` (percent-encoded where it is not ASCII), `x-cupcakery-roles` (comma list) and `x-cupcakery-claims`
 * (as in a URL's query: `department=HR&department=IT`), all for the demo.
 *
 * A web page elsewhere reaches loopback too, through the user's browser. So the Host must be loopback (DNS
 * rebinding: the page's own name resolves to 127.0.0.1) and so must an Origin, if there is one. The Origin is
 * checked for reads as well: a WebSocket handshake is a GET, and no CORS rule applies to it.
 */
export function authenticateLocally({ headers }: RequestLike): Principal {
  const host = headers.get('host');
  if (!host || !isLoopbackAuthority(host)) {
    throw refusal('FORBIDDEN_HOST', 'Without OIDC only localhost is served: open it by that name.');
  }
  const origin = headers.get('origin');
  if (origin !== null && !isLoopbackOrigin(origin)) {
    throw refusal('FORBIDDEN_ORIGIN', 'Without OIDC pages of other sites may not call this service.');
  }
  const user = decoded(headers.get('x-cupcakery-user') ?? 'local');
  const roles = (headers.get('x-cupcakery-roles') ?? 'admin').split(',').flatMap((role) => role.trim() || []);
  if (user === undefined || !/^[\p{L}\p{M}\p{N}_.@+-]{1,100}$/u.test(user))
    throw badHeader('x-cupcakery-user');
  if (roles.length > 20 || !roles.every((role) => /^[\w:-]{1,40}$/.test(role)))
    throw badHeader('x-cupcakery-roles');
  const claims = claimsIn(headers.get('x-cupcakery-claims') ?? '');
  if (claims === undefined) throw badHeader('x-cupcakery-claims');
  return { subject: user, name: user, roles, ...(Object.keys(claims).length === 0 ? {} : { claims }) };
}

/** Undefined for too many, or names and values that no claim has. */
function claimsIn(text: string): Record<string, string[]> | undefined {
  const pairs = [...new URLSearchParams(text)];
  const fits = ([name, value]: [string, string]) =>
    /^[\w.:/-]{1,100}$/.test(name) && /^[^\p{C}]{1,100}$/u.test(value);
  if (pairs.length > 100 || !pairs.every(fits)) return undefined;
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => [name, pairs.flatMap(([other, value]) => (other === name ? value : []))]),
  );
}

/** Header fields carry ASCII only. Undefined for an escape that is none. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const refusal = (code: string, detail: string) =>
  new Problem({ status: 403, code, title: 'Not permitted', detail });

const badHeader = (field: string) =>
  new Problem({
    status: 400,
    code: 'INVALID_FIELDS',
    title: 'The request does not fit',
    errors: [{ field, detail: 'holds characters that no name has, or too many' }],
  });
