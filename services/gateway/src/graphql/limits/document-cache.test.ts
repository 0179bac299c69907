import { GraphQLError, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createDocumentCache } from './document-cache.ts';

test('documents and errors are kept by their size, the last used ones', () => {
  const { documentCache, errorCache } = createDocumentCache();
  const text = (i: number) => `{ a${i} ${'b '.repeat(900)} }`;
  for (let i = 0; i < 150; i += 1) {
    documentCache.set(text(i), parse(text(i)));
    errorCache.set(text(i).repeat(20), new GraphQLError('No'));
  }
  expect(documentCache.size).toBeGreaterThan(20);
  expect(documentCache.size).toBeLessThan(100);
  expect(errorCache.size).toBeGreaterThan(20);
  expect(errorCache.size).toBeLessThan(100);
  expect(documentCache.has(text(149))).toBe(true);
});

test('a text above all that is kept is not kept', () => {
  const { errorCache } = createDocumentCache();
  errorCache.set('#'.repeat(3 << 20), new GraphQLError('No'));
  expect(errorCache.size).toBe(0);
});
