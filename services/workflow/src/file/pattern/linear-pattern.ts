import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { RE2JS } from 're2js';
import { NotLinear, re2Source } from './re2-source.ts';

/** An expression that cannot be used; the message says why, for people. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  /** The expression as it is written. */
  readonly pattern: string;

  constructor(pattern: string, why: string, options?: ErrorOptions) {
    super(why, options);
    this.pattern = pattern;
  }
}

/** Whether a text matches, in a time that grows linearly with its length. */
export type LinearPattern = { test(text: string): boolean };

/**
 * Compiles a pattern of a JSON Schema (ECMAScript's syntax, flag `u`) for texts of strangers. Node's own engine tries
 * all ways to match: `^(a+)+$` takes 20 s to refuse 28 characters. RE2's takes one pass. It has no assertions about what
 * comes next, but `^(?=…)` and `^(?!…)` are expressions of their own about the same text.
 * @throws PatternError if it is no expression, or none that can be matched in linear time
 */
export function compileLinearPattern(pattern: string): LinearPattern {
  const { alternatives } = parse(pattern);
  try {
    const conditions = conditionsOf(alternatives).map(({ negate, alternatives: parts }) => {
      const expression = RE2JS.compile(re2Source(parts));
      return (text: string) => expression.test(text) !== negate;
    });
    return { test: (text) => conditions.every((holds) => holds(text)) };
  } catch (error) {
    const why = error instanceof NotLinear ? error.message : `it is too large (${String(error)})`;
    throw new PatternError(pattern, `cannot be matched in linear time: ${why}`, { cause: error });
  }
}

type Condition = { negate: boolean; alternatives: readonly AST.Alternative[] };

/** The lookaheads directly after the first `^`, each from there on, and the expression without them. */
function conditionsOf(alternatives: readonly AST.Alternative[]): Condition[] {
  const [only, ...others] = alternatives;
  const start = only?.elements[0];
  if (!only || others.length > 0 || start?.type !== 'Assertion' || start.kind !== 'start')
    return [{ negate: false, alternatives }];
  const rest = only.elements.slice(1);
  const count = rest.findIndex((node) => !isLookahead(node));
  const ahead = (count < 0 ? rest : rest.slice(0, count)).filter(isLookahead);
  return [
    ...ahead.map(({ negate, alternatives: parts }) => ({
      negate,
      alternatives: parts.map((part) => ({ ...part, elements: [start, ...part.elements] })),
    })),
    { negate: false, alternatives: [{ ...only, elements: [start, ...rest.slice(ahead.length)] }] },
  ];
}

const isLookahead = (node: AST.Element): node is AST.LookaheadAssertion =>
  node.type === 'Assertion' && node.kind === 'lookahead';

function parse(pattern: string): AST.Pattern {
  try {
    return new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PatternError(pattern, `is no regular expression: ${why}`, { cause: error });
  }
}
