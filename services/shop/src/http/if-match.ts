const maxTags = 20;

/**
 * The ETags of an If-Match header without their quotes; `*`: any. A weak one never matches (RFC 9110, 13.1.1), so it stays
 * as it is written.
 */
export function ifMatchOf(header: string | undefined): '*' | string[] | undefined {
  if (header === undefined) return undefined;
  const tags = header.split(',').map((tag) => tag.trim());
  if (tags.includes('*')) return '*';
  return tags.slice(0, maxTags).map((tag) => tag.replace(/^"(.*)"$/, '$1').slice(0, 100));
}
