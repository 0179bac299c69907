/** Takes secrets out of a text, also as they are in addresses and in base64. */
export type Redact = (text: string) => string;

const mark = '[secret]';

/** @param secrets asked each time: a token is a secret too, and changes */
export function createRedact(secrets: () => Iterable<string>): Redact {
  return (text) => {
    let result = text;
    // The longest first: one may be part of another.
    for (const secret of [...secrets()].flatMap(writtenAs).sort((a, b) => b.length - a.length))
      result = result.replaceAll(secret, mark);
    return result;
  };
}

/** A header's value is also secret without its scheme: `Bearer abc`. */
function writtenAs(secret: string): string[] {
  const bare = /^[A-Za-z]+ +(\S+)$/.exec(secret)?.[1];
  const plain = bare === undefined ? [secret] : [secret, bare];
  return plain
    .filter((one) => one !== '')
    .flatMap((one) => {
      const base64 = Buffer.from(one).toString('base64');
      return [
        one,
        encodeURIComponent(one),
        base64,
        base64.replace(/=+$/, ''),
        Buffer.from(one).toString('base64url'),
      ];
    });
}

/** As client credentials are sent (RFC 6749, appendix B), every character that could be encoded is. */
export function formEncoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[-!'()*_.~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
