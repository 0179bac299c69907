import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, Kind, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readSdl } from '../schema/schema-file.ts';
import { costOf, maxCost } from './cost.ts';
import { documentRule } from './document-limits.ts';

const schema = buildSchema(readSdl());
function cost(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('expected one operation');
  const fragments = new Map(
    document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])),
  );
  return costOf({ schema, operation, fragments, variables });
}

describe('the cost of an operation', () => {
  test.each([
    ['{ me { name roles } }', 3],
    ['{ a: me { name } b: me { name } }', 4],
    ['{ order(id: "o") { id stages { name } } }', 1 + 1 + 1 + 5],
    ['{ tickets(stage: "mix", first: 10) { visit stage } }', 1 + 10 * 2],
    ['{ tickets(stage: "mix") { visit } }', 1 + 200],
    ['{ tickets(stage: "mix", first: null) { visit } }', 1 + 1000],
    ['{ orders(first: 10) { totalCount edges { node { id } } } }', 1 + 1 + 1 + 10 * 2],
    ['{ orders { edges { node { stages { name } } } } }', 1 + 1 + 50 * (1 + 1 + 5)],
    ['{ order(id: "o") { history(first: 10) { complete events { by } } } }', 1 + 501 + 1 + 1 + 10],
    ['{ workflows { name } }', 1 + 5],
    ['subscription { orders { cursor orders { id stage } } }', 1 + 1 + 1 + 100 * 2],
    ['{ __schema { types { fields { name } } } }', 1],
    ['{ ...Me ...Me } fragment Me on Query { ... on Query { me { name } } }', 4],
    ['query($n: Int) { tickets(stage: "mix", first: $n) { visit } }', 1 + 1000],
  ])('%s is %d', (text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  test.each([
    [{ n: 7 }, 8],
    [{ n: 0 }, 2],
    [{ n: -5 }, 2],
    [{ n: 10 ** 9 }, 1001],
    [{ n: null }, 1001],
    [{ n: 'seven' }, 1001],
  ])('with variables %j is %d', (variables, expected) => {
    expect(cost('query($n: Int) { tickets(stage: "mix", first: $n) { visit } }', variables)).toBe(expected);
  });

  test('counts each nested fragment once, and ends', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Order { ...F${i + 1} ... on Order { ...F${i + 1} } }`,
    ).join('\n');
    const text = `{ order(id: "o") { ...F0 } } ${doubling} fragment F60 on Order { id }`;
    expect(cost(text)).toBeGreaterThan(2 ** 50);
    expect(cost('{ ...A } fragment A on Query { me { name } ...A }')).toBe(2);
  });
});

describe('the operations of the screens are within the limits', () => {
  const folder = new URL('../../../../../web/src/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) =>
    f.endsWith('.graphql'),
  );
  const all = parse(files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n'));
  const fragments = new Map(
    all.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])),
  );
  const operations = all.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);

  test.each(operations.map((o) => [o.name?.value ?? '', o] as const))('%s', (_name, operation) => {
    // The largest pages that the schema allows.
    const variables = { first: 200 };
    expect(costOf({ schema, operation, fragments, variables })).toBeLessThanOrEqual(maxCost);
    const document = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] } as const;
    expect(validate(schema, document, [documentRule])).toEqual([]);
  });

  test('but not the histories of a page of orders', () => {
    const history = 'history { events { type at by } }';
    expect(cost(`{ order(id: "o") { ${history} } }`)).toBeLessThan(maxCost / 10);
    expect(cost(`{ orders { edges { node { ${history} } } } }`)).toBeGreaterThan(maxCost);
    expect(cost(`subscription { orders { orders { ${history} } } }`)).toBeGreaterThan(maxCost);
  });
});
