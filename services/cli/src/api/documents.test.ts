import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { documents } from './documents.ts';

const schema = buildSchema(readFileSync(new URL('../../../gateway/schema.graphql', import.meta.url), 'utf8'));

test.each(documents)('the gateway knows: %s', (document) => {
  expect(validate(schema, parse(document))).toEqual([]);
});
