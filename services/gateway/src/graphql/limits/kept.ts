import type { Token } from 'graphql';
import type { Kept } from '../../stream/admission.ts';

/** What is kept of any subscription, however small. */
const overhead = 1024;
/** The syntax tree of a document of 1,000 tokens with their positions has some 500 KB. */
const bytesPerToken = 512;
/** V8 keeps two bytes a character, unless all are Latin. */
const bytesPerCharacter = 2;
/** A value, and its place in an object, list or set. */
const bytesPerValue = 48;

/**
 * What a subscription will keep, estimated rather too high than too low.
 * @param tokens of its document
 */
export function keptBy(
  { query, variables }: { query?: string | null | undefined; variables?: unknown },
  tokens: number,
): Kept {
  const text = query ?? '';
  return {
    own: overhead + weightOf(variables),
    document: { text, bytes: documentBytes(text, tokens) },
  };
}

/** Bytes of a document with its text. */
export function documentBytes(text: string, tokens: number): number {
  return text.length * bytesPerCharacter + tokens * bytesPerToken;
}

/** Tokens of the document that one of its nodes is in, comments too: each node keeps all of them alive. */
export function tokensAround({ loc }: { readonly loc?: { startToken: Token } | undefined }): number {
  let tokens = 0;
  let first = loc?.startToken;
  while (first?.prev) first = first.prev;
  for (let token: Token | null | undefined = first; token; token = token.next) tokens += 1;
  return tokens;
}

/** Bytes of a value from JSON. Without recursion: a message may nest 100,000 lists. */
export function weightOf(value: unknown): number {
  let bytes = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    bytes += bytesPerValue;
    if (typeof next === 'string') bytes += next.length * bytesPerCharacter;
    else if (Array.isArray(next)) for (const item of next) left.push(item);
    else if (typeof next === 'object' && next !== null) {
      for (const [key, item] of Object.entries(next)) {
        bytes += key.length * bytesPerCharacter;
        left.push(item);
      }
    }
  }
  return bytes;
}
