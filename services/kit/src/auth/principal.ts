/**
 * The caller. `claims`: further claims by name, those that the service asked its authenticator for. `tokenExpiresAt` is
 * in milliseconds since 1970; `token` is there to be forwarded, never logged.
 */
export type Principal = {
  subject: string;
  name: string;
  roles: string[];
  claims?: Record<string, string[]>;
  tokenExpiresAt?: number;
  token?: string;
};

/** Headers by which the next service sees the same caller: the token, or the local names. */
export function forwardHeaders(principal: Principal): Record<string, string> {
  if (principal.token !== undefined) return { authorization: `Bearer ${principal.token}` };
  const claims = Object.entries(principal.claims ?? {}).flatMap(([name, values]) =>
    values.map((value) => [name, value]),
  );
  return {
    'x-cupcakery-user': encodeURIComponent(principal.subject),
    'x-cupcakery-roles': principal.roles.join(','),
    ...(claims.length === 0 ? {} : { 'x-cupcakery-claims': new URLSearchParams(claims).toString() }),
  };
}
