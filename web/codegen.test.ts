import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generate, outputFile } from './codegen.ts';

test('the committed GraphQL types are those of the schema and the documents (else: npm run codegen -w web)', async () => {
  expect(readFileSync(outputFile, 'utf8')).toBe(await generate());
});
