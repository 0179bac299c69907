import { readFileSync } from 'node:fs';

const schemaFile = new URL('../../../schema.graphql', import.meta.url);

/** The text of the schema, the contract with clients, as it is published. */
export function readSdl(): string {
  return readFileSync(schemaFile, 'utf8');
}
