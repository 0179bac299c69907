import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSdl } from '../schema/schema-file.ts';
import { resolverTypes } from './codegen.ts';

test('the generated types are those of the schema (npm run generate -w @cupcakery/gateway)', async () => {
  const generated = readFileSync(new URL('../generated/resolvers.ts', import.meta.url), 'utf8');
  expect(await resolverTypes(readSdl())).toBe(generated);
});
