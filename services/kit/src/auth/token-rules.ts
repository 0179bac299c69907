import type { JWTPayload } from 'jose';
import { visibleText } from '../tools/visible-text.ts';
import { rolesAt, valuesAt } from './claim-values.ts';
import type { Principal } from './principal.ts';

/** A verified token that is not accepted here; the message is for the caller. */
export class TokenNotAccepted extends Error {
  override name = 'TokenNotAccepted';
}

export type TokenRules = {
  rolesClaim: string;
  /** Names or dotted paths of the claims that a principal carries; none by default. */
  claims?: readonly string[];
  /** Seconds from a token's issue to its expiry, at most. */
  maxAgeSeconds: number;
};

export const defaultMaxAgeSeconds = 86_400;
/** The provider's clock may be ahead by this. */
export const clockToleranceSeconds = 30;

/** RFC 9068, section 4: an access token is `at+jwt`; older providers write `JWT` or nothing. Other types are no access tokens. */
export function requireTokenType(typ: unknown): void {
  if (typ === undefined) return;
  const name = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  if (name !== 'jwt' && name !== 'at+jwt')
    throw new TokenNotAccepted('the type of the token is neither JWT nor at+jwt');
}

/**
 * The principal of a verified token's claims. Throws TokenNotAccepted or TooManyClaimValues for what no principal can be
 * made of.
 * @param token kept in the principal, to be forwarded
 * @param now in seconds since 1970
 */
export function principalOf(payload: JWTPayload, rules: TokenRules, token: string, now: number): Principal {
  const subject = subjectOf(payload);
  const { exp = 0 } = payload;
  requireAge(payload, rules.maxAgeSeconds, now);
  const names = [payload.name, payload.preferred_username, payload.email, subject]
    .filter((value) => typeof value === 'string')
    .map((value) => visibleText(value, 200));
  const claims = (rules.claims ?? []).map((path) => [path, valuesAt(payload, path)] as const);
  return {
    subject,
    name: names.find((value) => value.trim() !== '') ?? subject.slice(0, 200),
    roles: rolesAt(payload, rules.rolesClaim),
    ...(claims.length === 0 ? {} : { claims: Object.fromEntries(claims) }),
    tokenExpiresAt: exp * 1000,
    token,
  };
}

function subjectOf({ sub }: JWTPayload): string {
  const value: unknown = sub;
  if (typeof value !== 'string' || value.trim() === '' || value.length > 255)
    throw new TokenNotAccepted('the subject of the token is not a text of 1 to 255 characters');
  return value;
}

function requireAge({ exp = 0, iat }: JWTPayload, maxSeconds: number, now: number): void {
  // A token "issued" in the future would otherwise live as long as its issuer likes.
  const since = iat !== undefined && iat <= now + clockToleranceSeconds ? iat : now;
  const life = Math.ceil(exp - since);
  if (life > maxSeconds) {
    throw new TokenNotAccepted(
      `the token is valid for ${life} s, but this service accepts at most ${maxSeconds} s (OIDC_MAX_TOKEN_AGE)`,
    );
  }
}
