import { createHash } from 'node:crypto';
import { isAuthority } from './guards/host-guard.ts';

/**
 * The Content-Security-Policy of a page of the web app: its own files only, and those inline styles that its HTML has.
 * @param host as the browser asked for it, and left out if it is none, since it stands between sources: `connect-src 'self'` does not cover WebSockets in every browser, so their
 *   address is written out; behind an ingress the page came over TLS, which this server cannot see
 * @param styleHashes of `styleHashesOf`
 * @param connectTo other origins that it may request something of, such as the one that signs people in
 * @see https://www.w3.org/TR/CSP3/#framework-directive-source-list
 */
export const pagePolicy = (
  host: string,
  styleHashes: readonly string[],
  connectTo: readonly string[] = [],
): string =>
  [
    "default-src 'self'",
    `style-src ${["'self'", ...styleHashes].join(' ')}`,
    "img-src 'self' data:",
    ['connect-src', "'self'", ...webSocketsOf(host), ...connectTo].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const webSocketsOf = (host: string): string[] => (isAuthority(host) ? [`ws://${host}`, `wss://${host}`] : []);

/** The hash sources of the inline `<style>` elements in an HTML text. */
export const styleHashesOf = (html: string): string[] =>
  [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(
    ([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`,
  );
