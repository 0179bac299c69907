import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonErrorPosition } from './error-position.ts';
import { jsonTextEnd } from './text-end.ts';

it.each([
  ['', 1, 1],
  ['x', 1, 1],
  ['{"a":1,}', 1, 8],
  ['{"a":\n  oops}', 2, 3],
  ['[1, 2', 1, 6],
  ['{"a":1} x', 1, 9],
  ['{a:1}', 1, 2],
  ['"ab', 1, 4],
  ['[tru, 1]', 1, 5],
  ['[-x]', 1, 3],
  ['{"a" 1}', 1, 6],
  ['[1,]', 1, 4],
  ['[,1]', 1, 2],
  ['[1}', 1, 3],
  ['{]', 1, 2],
  ['{"a":1,"b"}', 1, 11],
  ['[01]', 1, 3],
  ['[1.x]', 1, 4],
  ['[1e+]', 1, 5],
  ['[1.5.2]', 1, 5],
  ['-', 1, 2],
  ['["\\x"]', 1, 4],
  ['["\\u12x4"]', 1, 7],
  ['["a\tb"]', 1, 4],
  ['{"a":"\\', 1, 8],
  [' \n [nul', 2, 6],
  ['[]]', 1, 3],
  ['[1 \u00a02]', 1, 4],
])('%j breaks at line %i, column %i', (text, line, column) => {
  expect(jsonErrorPosition(text)).toEqual({ line, column });
});

it('finds a control character planted outside of strings in any JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean())), (value) => {
      const text = `{"a":${JSON.stringify(value)}`;
      expect(jsonErrorPosition(`${text}\u0001}`).column).toBe(text.length + 1);
    }),
  );
});

it('reads what is JSON to its end, and what is cut off as well', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      expect(jsonTextEnd(text)).toBe(text.length);
      const beginning = text.slice(0, cut % (text.length + 1));
      expect(jsonTextEnd(beginning)).toBe(beginning.length);
    }),
  );
});

it('agrees with the parser wherever that names a position', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom(...'[]{},:"x0-.eE\\\n '), (json, at, planted) => {
      const index = at % (json.length + 1);
      const text = json.slice(0, index) + planted + json.slice(index);
      const named = positionNamedByParser(text);
      if (named !== undefined) expect(jsonTextEnd(text)).toBe(named);
    }),
    { numRuns: 2000 },
  );
});

it('reads a text of nothing but brackets, and strings of any length, to the end', () => {
  for (const text of ['['.repeat(1_000_000), '{"a":'.repeat(200_000), `"${'\\u0041x'.repeat(200_000)}`]) {
    expect(jsonTextEnd(text)).toBe(text.length);
  }
});

function positionNamedByParser(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return position === undefined ? undefined : Number(position);
  }
}
