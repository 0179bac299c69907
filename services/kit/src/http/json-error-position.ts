/**
 * Where a text stops being JSON: 1-based line and column. V8 names the position in some of its messages only
 * ("Unexpected token" comes without), so the longest prefix that is still the beginning of some JSON text is
 * found by bisection: at most 20 parses of a bounded body.
 */
export function jsonErrorPosition(text: string): { line: number; column: number } {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (canContinue(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const before = text.slice(0, good).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Whether more text could make it JSON: it is JSON, or the parser only missed something at the end. */
function canContinue(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/Unexpected end|Unterminated/.test(message)) return true;
    const position = /at position (\d+)/.exec(message)?.[1];
    return position !== undefined && Number(position) >= prefix.length;
  }
}
