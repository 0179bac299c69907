/**
 * Whether arrays and objects of a JSON text lie deeper in each other than `levels`; the outermost is level 1. One pass
 * without recursion: whatever parses or walks such a text afterwards may recurse.
 */
export function isNestedDeeper(text: string, levels: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === backslash) at++;
      else if (code === quote) inString = false;
    } else if (code === quote) {
      inString = true;
    } else if (code === openArray || code === openObject) {
      if (++depth > levels) return true;
    } else if (code === closeArray || code === closeObject) {
      depth--;
    }
  }
  return false;
}

const [quote, backslash, openArray, closeArray, openObject, closeObject] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
];
