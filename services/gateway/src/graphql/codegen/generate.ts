import { writeFileSync } from 'node:fs';
import { readSdl } from '../schema/schema-file.ts';
import { resolverTypes } from './codegen.ts';

// Run by `npm run generate -w @cupcakery/gateway` after a change of schema.graphql.
const out = new URL('../generated/resolvers.ts', import.meta.url);
writeFileSync(out, await resolverTypes(readSdl()));
