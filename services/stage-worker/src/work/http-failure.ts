/**
 * Where a request failed. `connection`: there was none, so it says nothing about the order. `exchange`: it broke off
 * before the whole answer was there; the target may have died, or chokes on this one order. `request`: it could never
 * have been sent as it is.
 */
export type FailurePlace = 'connection' | 'exchange' | 'request';

/** Of the system, and of undici (fetch): https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md */
const ofConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EMFILE',
  'ENFILE',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** TLS and certificates fail before anything is sent. */
const ofTls = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;

/** Mistakes in what was to be sent. */
const ofRequest = new Set([
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_INVALID_URL',
]);

/** Judges what `fetch`, or reading its body, rejected with. */
export function placeOfFailure(error: unknown): FailurePlace {
  const codes = codesOf(error);
  if (codes.some((code) => ofConnection.has(code) || ofTls.test(code))) return 'connection';
  // Sockets that broke have codes; what fetch refuses to build has none, or one of these.
  if (codes.length === 0 ? isRefusedByFetch(error) : codes.some((code) => ofRequest.has(code)))
    return 'request';
  return 'exchange';
}

/** Why a request failed, for people. */
export function reasonOfFailure(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AggregateError) return cause.errors.map(textOf).join(', ') || textOf(cause);
  return textOf(cause);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** The codes of an error and of what caused it; a host with several addresses gives an AggregateError. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap((one) => codesOf(one, depth + 1)) : [];
  return [...own, ...inner, ...codesOf(error.cause, depth + 1)];
}

/** A TypeError of fetch itself has no cause: an invalid header, body or URL. `terminated` is a body that broke off. */
function isRefusedByFetch(error: unknown): boolean {
  return error instanceof TypeError && error.cause === undefined && error.message !== 'terminated';
}
