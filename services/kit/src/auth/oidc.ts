import { errors, jwtVerify } from 'jose';
import { Problem } from '../http/problem.ts';
import type { Logger } from '../log.ts';
import type { Authenticator } from './authenticator.ts';
import { TooManyClaimValues } from './claim-values.ts';
import { createKeySource, KeysUnavailable } from './key-source.ts';
import type { Principal } from './principal.ts';
import type { RequestLike } from './request-like.ts';
import {
  clockToleranceSeconds,
  defaultMaxAgeSeconds,
  principalOf,
  requireTokenType,
  TokenNotAccepted,
} from './token-rules.ts';

/** `maxTokenAge`: seconds, default a day. `optional`: a request without a token is the local principal. */
export type OidcOptions = {
  issuer: string;
  audience: string;
  jwksUrl?: string;
  rolesClaim: string;
  maxTokenAge?: number;
  optional?: boolean;
};

/** Asymmetric only: with HS256 the public key would do as the secret. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Checks a request's bearer token against the issuer's keys. Problem 401 (RFC 6750) or 503. */
export function createOidcAuthenticator(
  options: OidcOptions & { claims?: readonly string[]; log: Logger },
): Pick<Authenticator, 'authenticate' | 'prepare'> {
  const { issuer, audience, rolesClaim, claims = [], maxTokenAge = defaultMaxAgeSeconds } = options;
  const rules = { rolesClaim, claims, maxAgeSeconds: maxTokenAge };
  const keys = createKeySource(options);
  async function authenticate({ headers }: RequestLike): Promise<Principal> {
    const token = bearerToken(headers.get('authorization'));
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['sub', 'exp'],
      });
      requireTokenType(protectedHeader.typ);
      return principalOf(payload, rules, token, Date.now() / 1000);
    } catch (error) {
      if (error instanceof KeysUnavailable) throw providerDown(error);
      throw unauthenticated(reasonFor(error), error);
    }
  }
  return { authenticate, prepare: keys.prepare };
}

function bearerToken(header: string | null): string {
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header ?? '')?.[1];
  if (!token) throw unauthenticated();
  if (token.length > 16_384) throw unauthenticated('the token is too long');
  return token;
}

function reasonFor(error: unknown): string {
  if (error instanceof TokenNotAccepted || error instanceof TooManyClaimValues) return error.message;
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token does not fit here: ${error.claim}`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'the algorithm of the token is not allowed';
  if (error instanceof errors.JWKSNoMatchingKey) return 'the key of the token is unknown';
  return 'the token is not valid';
}

/** 401 with the challenge of RFC 6750. */
export function unauthenticated(reason?: string, cause?: unknown): Problem {
  const error = reason === undefined ? '' : `, error="invalid_token", error_description="${reason}"`;
  return new Problem(
    {
      status: 401,
      code: 'UNAUTHENTICATED',
      title: 'Sign in first',
      detail: reason ?? 'This needs a bearer token.',
      headers: { 'www-authenticate': `Bearer realm="cupcakery"${error}` },
    },
    cause,
  );
}

const providerDown = (cause: unknown) =>
  new Problem(
    {
      status: 503,
      code: 'IDENTITY_PROVIDER_DOWN',
      title: 'Sign-in cannot be checked',
      detail: 'The identity provider does not answer; try again.',
      retryAfter: 5,
    },
    cause,
  );
