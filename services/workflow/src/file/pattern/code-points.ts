import type { AST } from '@eslint-community/regexpp';

/** Code points from the first to the last, both included. */
export type Range = readonly [first: number, last: number];

const lastCodePoint = 0x10_ffff;
const lineEnds: readonly Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];
const digits: readonly Range[] = [[0x30, 0x39]];
const wordCharacters: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const measured = new Map<string, readonly Range[]>();

/** What ECMAScript means by a class or set of characters under the flag `u`, sorted and without overlaps. */
export function codePointsOf(node: AST.CharacterSet | AST.CharacterClass): readonly Range[] {
  if (node.type === 'CharacterSet') return codePointsOfSet(node);
  const ranges = node.elements.flatMap((element): readonly Range[] => {
    switch (element.type) {
      case 'Character':
        return [[element.value, element.value]];
      case 'CharacterClassRange':
        return [[element.min.value, element.max.value]];
      case 'CharacterSet':
        return codePointsOfSet(element);
      default:
        throw new Error(`${element.raw} needs the flag v`);
    }
  });
  return node.negate ? complement(merged(ranges)) : merged(ranges);
}

function codePointsOfSet(set: AST.CharacterSet): readonly Range[] {
  switch (set.kind) {
    case 'any':
      return complement(lineEnds);
    case 'digit':
      return set.negate ? complement(digits) : digits;
    case 'word':
      return set.negate ? complement(wordCharacters) : wordCharacters;
    default:
      return measure(set.raw);
  }
}

/** Asks the regular expressions of this runtime about every code point (50 ms): no table of Unicode's to keep. */
function measure(source: string): readonly Range[] {
  const known = measured.get(source);
  if (known) return known;
  const one = new RegExp(`^${source}$`, 'u');
  const ranges: [number, number][] = [];
  for (let code = 0; code <= lastCodePoint; code++) {
    if (!one.test(String.fromCodePoint(code))) continue;
    const last = ranges.at(-1);
    if (last?.[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  measured.set(source, ranges);
  return ranges;
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const result: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = result.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else result.push([first, last]);
  }
  return result;
}

function complement(sorted: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  let next = 0;
  for (const [first, last] of sorted) {
    if (first > next) result.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= lastCodePoint) result.push([next, lastCodePoint]);
  return result;
}
