import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as operations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';

const here = new URL('./', import.meta.url).pathname;
export const outputFile = `${here}src/generated/graphql.ts`;

/**
 * The text of `src/generated/graphql.ts`: types and documents of all `src/**\/*.graphql` against the gateway's
 * schema. `@graphql-codegen/cli` is not used: its watch dependencies do not install everywhere.
 */
export const generate = async (): Promise<string> => {
  const documents = globSync('src/**/*.graphql', { cwd: here })
    .sort()
    .map((location) => ({ location, document: parse(readFileSync(`${here}${location}`, 'utf8')) }));
  return codegen({
    documents,
    filename: 'graphql.ts',
    schema: parse(readFileSync(`${here}../services/gateway/schema.graphql`, 'utf8')),
    plugins: [{ operations: {} }, { typedDocumentNode: {} }],
    pluginMap: { operations, typedDocumentNode },
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      strictScalars: true,
      skipTypename: true,
      dedupeFragments: true,
      scalars: { ID: 'string', JSON: 'unknown', DateTime: 'string', Cursor: 'string' },
    },
  });
};

if (import.meta.main) writeFileSync(outputFile, await generate());
