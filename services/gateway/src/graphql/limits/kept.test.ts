import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { keptBy, tokensAround, weightOf } from './kept.ts';

test.each<[string, unknown, number, number]>([
  ['nothing', undefined, 0, 100],
  ['a text, by its characters', { id: 'x'.repeat(240_000) }, 480_000, 481_000],
  ['long names of variables nobody declared', { ['x'.repeat(240_000)]: 1 }, 480_000, 481_000],
  ['many short texts, by their number', { ids: Array.from({ length: 1000 }, () => 'a') }, 40_000, 100_000],
])('%s', (_name, value, atLeast, atMost) => {
  expect(weightOf(value)).toBeGreaterThanOrEqual(atLeast);
  expect(weightOf(value)).toBeLessThanOrEqual(atMost);
});

test('lists nested deeper than the stack are weighed', () => {
  expect(weightOf(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBeGreaterThan(100_000);
});

test('a document is weighed by its tokens, which may have one character each', () => {
  const query = `{ me { ${'name '.repeat(900)} } }`;
  const tokens = tokensAround(parse(query).definitions[0] ?? {});
  expect(tokens).toBeGreaterThan(900);
  expect(keptBy({ query }, tokens).document).toEqual({ text: query, bytes: expect.any(Number) });
  expect(keptBy({ query }, tokens).document.bytes).toBeGreaterThan(400_000);
});
