import type { Item } from '../contracts/item.ts';

/** Of a longer text, later words are not found. */
const maxWords = 50;

/** The words of a text for comparisons: small letters without accents; what is neither letter nor digit separates. */
export function wordsIn(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The different words of these fields of an item, by which a search finds it. */
export function wordsOf(item: Item, fields: Iterable<string>): Set<string> {
  const words = new Set<string>();
  for (const field of fields) {
    const value = item[field];
    if (typeof value !== 'string') continue;
    for (const word of wordsIn(value)) if (words.size < maxWords) words.add(word);
  }
  return words;
}

/** Whether each of these begins one of the item's words. */
export function matches(words: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return wanted.every((start) => {
    for (const word of words) if (word.startsWith(start)) return true;
    return false;
  });
}
