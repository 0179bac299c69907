import { jsonTextEnd } from './text-end.ts';

/** Where a text stops being JSON: 1-based line and column. V8 names the position in some of its messages only. */
export function jsonErrorPosition(text: string): { line: number; column: number } {
  const before = text.slice(0, jsonTextEnd(text)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
