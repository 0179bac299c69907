import { createHash } from 'node:crypto';
import { isAuthority } from './guards/host-guard.ts';

/**
 * The Content-Security-Policy of a page of the web app: its own files only, and those inline styles and scripts that its HTML has.
 * @param host as the browser asked for it, and left out if it is none, since it stands between sources: `connect-src 'self'` does not cover WebSockets in every browser, so their
 *   address is written out; behind an ingress the page came over TLS, which this server cannot see
 * @param inline of `inlineHashesOf`
 * @param connectTo other origins that it may request something of, such as the one that signs people in
 * @see https://www.w3.org/TR/CSP3/#framework-directive-source-list
 */
export const pagePolicy = (host: string, inline: InlineHashes, connectTo: readonly string[] = []): string =>
  [
    "default-src 'self'",
    ['style-src', "'self'", ...inline.styles].join(' '),
    ['script-src', "'self'", ...inline.scripts].join(' '),
    "img-src 'self' data:",
    ['connect-src', "'self'", ...webSocketsOf(host), ...connectTo].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const webSocketsOf = (host: string): string[] => (isAuthority(host) ? [`ws://${host}`, `wss://${host}`] : []);

/** Hash sources of a page's inline elements. */
export type InlineHashes = { styles: readonly string[]; scripts: readonly string[] };

/** The hash sources of the inline `<style>` and `<script>` elements in an HTML text. */
export const inlineHashesOf = (html: string): InlineHashes => ({
  styles: hashesOf(html, /<style[^>]*>([\s\S]*?)<\/style>/g),
  scripts: hashesOf(html, /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g),
});

const hashesOf = (html: string, elements: RegExp): string[] =>
  [...html.matchAll(elements)].map(
    ([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`,
  );
