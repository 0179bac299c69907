import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resolverTypes } from './codegen.ts';
import { schemaFile } from './schema-file.ts';

test('the generated types are those of the schema (npm run generate -w @cupcakery/gateway)', async () => {
  const generated = readFileSync(new URL('../generated/resolvers.ts', import.meta.url), 'utf8');
  expect(await resolverTypes(readFileSync(schemaFile, 'utf8'))).toBe(generated);
});
