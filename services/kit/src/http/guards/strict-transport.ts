/** A year; subdomains are others' business. */
export const strictTransport = 'max-age=31536000';

/**
 * Whether the browser came by TLS: a trusted proxy in front says so. Without one the header could be anybody's, and a
 * service on a development machine would lock `localhost` to TLS.
 * @param forwardedProto the header X-Forwarded-Proto, which each proxy replaces or adds to
 */
export function cameByTls(forwardedProto: string | undefined, trustedProxies: number): boolean {
  if (trustedProxies < 1 || forwardedProto === undefined) return false;
  const hops = forwardedProto.split(',').map((hop) => hop.trim().toLowerCase());
  return hops.at(-Math.min(trustedProxies, hops.length)) === 'https';
}
