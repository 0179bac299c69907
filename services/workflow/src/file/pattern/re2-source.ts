import type { AST } from '@eslint-community/regexpp';
import { codePointsOf } from './code-points.ts';

/** RE2 takes no larger number in `{n,m}`; a larger one is written as several in a row. */
const maxRepeat = 1000;
/** Copies of one element, each of up to `maxRepeat`. */
const maxCopies = 20;

/** Part of an expression that cannot be matched in linear time, or not by RE2; the message is for people. */
export class NotLinear extends Error {
  override readonly name = 'NotLinear';
}

/**
 * The same expression in RE2's syntax (https://github.com/google/re2/wiki/Syntax). Nothing is passed on as it is
 * written: `.`, `$`, `\s`, `\u` and `\p` mean something else there, or nothing. Only whether a text matches is the
 * same, not which part of it.
 * @throws NotLinear naming the part that RE2 cannot express
 */
export function re2Source(alternatives: readonly AST.Alternative[]): string {
  return `(?:${alternatives.map(({ elements }) => elements.map(sourceOf).join('')).join('|')})`;
}

function sourceOf(node: AST.Element): string {
  switch (node.type) {
    case 'Character':
      return codePoint(node.value);
    case 'CharacterSet':
    case 'CharacterClass':
      return classOf(node);
    case 'CapturingGroup':
      return re2Source(node.alternatives);
    case 'Group':
      if (node.modifiers) throw new NotLinear(`flags within an expression (${node.modifiers.raw})`);
      return re2Source(node.alternatives);
    case 'Quantifier':
      return repeated(node);
    case 'Assertion':
      return assertion(node);
    default:
      throw new NotLinear(`a reference to a group (${node.raw})`);
  }
}

function assertion(node: AST.Assertion): string {
  switch (node.kind) {
    case 'start':
      return '\\A';
    case 'end':
      return '\\z';
    case 'word':
      return node.negate ? '\\B' : '\\b';
    case 'lookahead':
      throw new NotLinear(`a lookahead that does not directly follow the first ^ (${node.raw})`);
    default:
      throw new NotLinear(`a lookbehind (${node.raw})`);
  }
}

function repeated({ element, min, max, raw }: AST.Quantifier): string {
  const one = `(?:${sourceOf(element)})`;
  const optional = max === Number.POSITIVE_INFINITY ? 0 : max - min;
  if (Math.ceil(min / maxRepeat) + Math.ceil(optional / maxRepeat) > maxCopies)
    throw new NotLinear(`more than ${maxRepeat * maxCopies} repetitions (${raw})`);
  const required = chunks(min).map((count) => `${one}{${count}}`);
  const rest = max === Number.POSITIVE_INFINITY ? [`${one}*`] : chunks(optional).map((n) => `${one}{0,${n}}`);
  return `(?:${[...required, ...rest].join('')})`;
}

function chunks(count: number): number[] {
  const full = Array.from({ length: Math.floor(count / maxRepeat) }, () => maxRepeat);
  return count % maxRepeat === 0 ? full : [...full, count % maxRepeat];
}

function classOf(node: AST.CharacterSet | AST.CharacterClass): string {
  const ranges = codePointsOf(node);
  // An empty class matches nothing.
  if (ranges.length === 0) return '[^\\x{0}-\\x{10ffff}]';
  return `[${ranges.map(([first, last]) => `${codePoint(first)}-${codePoint(last)}`).join('')}]`;
}

const codePoint = (value: number): string => `\\x{${value.toString(16)}}`;
