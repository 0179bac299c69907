/**
 * What a header `Authorization: Bearer …` carries, whatever it is; undefined for another scheme or none. Wider than the
 * characters of a token (RFC 6750, section 2.1), so that a damaged one does not pass as a request without any.
 */
export function bearerIn(authorization: string | null | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}
