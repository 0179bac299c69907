import type { Item } from '../contracts/item.ts';

/** Of a longer text, later words are not found. */
const maxWords = 50;
const ascii = /^[\x20-\x7e]*$/;
const plainWords = /[a-z0-9]+/g;
const anyWords = /[\p{L}\p{N}]+/gu;

/** The words of a text for comparisons: small letters without accents; what is neither letter nor digit separates. */
export function wordsIn(text: string): string[] {
  // Most texts are plain, and reading 100,000 items should not take seconds.
  if (ascii.test(text)) return text.toLowerCase().match(plainWords) ?? [];
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(anyWords) ?? [];
}

/** The different words of these fields of an item, by which a search finds it. */
export function wordsOf(item: Item, fields: Iterable<string>): string[] {
  const words = new Set<string>();
  for (const field of fields) {
    const value = item[field];
    if (typeof value !== 'string') continue;
    for (const word of wordsIn(value)) if (words.size < maxWords) words.add(word);
  }
  return [...words];
}

/** Words as one text, in which `matches` looks. */
export function textOfWords(words: readonly string[]): string {
  return ` ${words.join(' ')}`;
}

/** Whether each of these begins one of the words of a text. */
export function matches(text: string, wanted: readonly string[]): boolean {
  return wanted.every((start) => text.includes(` ${start}`));
}
