/** What may come next, outside of strings and numbers. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end';

const literals = ['true', 'false', 'null'];
const space = /[ \t\n\r]*/y;
/** A whole number (RFC 8259, section 6), and the longest beginning of one: neither can be read in two ways. */
const wholeNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const numberBeginning = /-?(?:(?:0|[1-9]\d*)(?:\.(?:\d+(?:[eE](?:[+-]?\d*)?)?)?|[eE](?:[+-]?\d*)?)?)?/y;
const wholeEscape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const escapeBeginning = /\\(?:u[0-9a-fA-F]{0,3})?/y;

/**
 * The length of the longest beginning of a text that more text could make JSON (RFC 8259). One pass over it without
 * recursion, so that a text of nothing but `[` costs no more than another.
 */
export function jsonTextEnd(text: string): number {
  const open: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  let at = endOf(space, text, 0);
  const valueDone = (): Expected => (open.length === 0 ? 'end' : 'comma');
  while (at < text.length) {
    const next = text[at] as string;
    const inObject = open.at(-1) === '{';
    if (expected === 'end') return at;
    if (expected === 'colon') {
      if (next !== ':') return at;
      expected = 'value';
      at++;
    } else if (next === ',' && expected === 'comma') {
      expected = inObject ? 'key' : 'value';
      at++;
    } else if (closes(next, expected, inObject)) {
      open.pop();
      expected = valueDone();
      at++;
    } else if (expected === 'comma') {
      return at;
    } else if (expected === 'key' || expected === 'key or }') {
      const { end, whole } = next === '"' ? stringEnd(text, at) : { end: at, whole: false };
      if (!whole) return end;
      expected = 'colon';
      at = end;
    } else if (next === '[' || next === '{') {
      open.push(next);
      expected = next === '[' ? 'value or ]' : 'key or }';
      at++;
    } else {
      const { end, whole } = scalarEnd(text, at);
      if (!whole) return end;
      expected = valueDone();
      at = end;
    }
    at = endOf(space, text, at);
  }
  return at;
}

function closes(next: string, expected: Expected, inObject: boolean): boolean {
  if (next === ']') return expected === 'value or ]' || (expected === 'comma' && !inObject);
  return next === '}' && (expected === 'key or }' || (expected === 'comma' && inObject));
}

/** How far a string, number or literal goes on from here, and whether it is whole. */
function scalarEnd(text: string, from: number): { end: number; whole: boolean } {
  if (text[from] === '"') return stringEnd(text, from);
  const literal = literals.find((one) => one[0] === text[from]);
  if (literal === undefined) {
    const end = endOf(numberBeginning, text, from);
    return { end, whole: end > from && endOf(wholeNumber, text, from) === end };
  }
  let length = 1;
  while (length < literal.length && text[from + length] === literal[length]) length++;
  return { end: from + length, whole: length === literal.length };
}

function stringEnd(text: string, from: number): { end: number; whole: boolean } {
  let at = from + 1;
  // Control characters need an escape.
  while (at < text.length && text.charCodeAt(at) >= 0x20) {
    if (text[at] === '"') return { end: at + 1, whole: true };
    if (text[at] === '\\') {
      const end = endOf(wholeEscape, text, at);
      if (end === at) return { end: endOf(escapeBeginning, text, at), whole: false };
      at = end;
    } else {
      at++;
    }
  }
  return { end: at, whole: false };
}

/** Where the match of a sticky expression ends; `from` if there is none. */
function endOf(expression: RegExp, text: string, from: number): number {
  expression.lastIndex = from;
  return expression.test(text) ? expression.lastIndex : from;
}
