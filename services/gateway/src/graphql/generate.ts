import { readFileSync, writeFileSync } from 'node:fs';
import { resolverTypes } from './codegen.ts';
import { schemaFile } from './schema-file.ts';

// Run by `npm run generate -w @cupcakery/gateway` after a change of schema.graphql.
const out = new URL('../generated/resolvers.ts', import.meta.url);
writeFileSync(out, await resolverTypes(readFileSync(schemaFile, 'utf8')));
