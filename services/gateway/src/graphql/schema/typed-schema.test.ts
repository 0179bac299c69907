import { parseWorkflow, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { describe, expect, test } from 'vitest';
import { typedNamesOf } from '../typed/typed-names.ts';
import { readSdl } from './schema-file.ts';
import { printedTypes } from './testing/printed-types.ts';
import { typedSchemaOf } from './typed-schema.ts';

function workflow(name: string, details: object): Workflow {
  const text = JSON.stringify({
    name,
    title: 'Tea "at home"',
    promise: '1m',
    details,
    stages: [{ name: 'boil', done: 'boiled', verb: 'boil', topic: 'toboil', role: 'boiler', mode: 'manual' }],
    results: { topic: 'teas' },
  });
  return parseWorkflow(text, `${name}.yaml`);
}
const object = (properties: object, required: string[] = []) => ({ type: 'object', required, properties });
/** The text of a type, as generated for the details of a workflow `tea-time`. */
function typesOf(details: object, ...names: string[]): string {
  return printedTypes({ workflows: [workflow('tea-time', details)] }, ...names);
}

test('a workflow’s order has all fields of Order, and details with a type', () => {
  const details = object({ flavour: { type: 'string' } });
  const order = typesOf(details, 'TeaTimeOrder');
  const plain = typesOf(details, 'Order');
  expect(order.split('\n').filter((l) => !/^"|^type|details/.test(l))).toEqual(
    plain.split('\n').filter((l) => !/^"|^type|details/.test(l)),
  );
  expect(order).toContain('  details: TeaTimeDetails!\n');
  expect(order).toContain('An order of the workflow Tea "at home".');
  expect(typesOf(details, 'PlaceTeaTimeOrderInput', 'TeaTimeOrderResult')).toBe(
    `input PlaceTeaTimeOrderInput {
  details: TeaTimeDetailsInput!
  idempotencyKey: String
}

type TeaTimeOrderResult {
  orderId: ID
  order: TeaTimeOrder
  errors: [UserError!]!
}`,
  );
});

test('required input must be sent; output may be older than the schema', () => {
  const details = object(
    {
      flavour: { type: 'string', title: 'Flavour' },
      size: { type: 'string', enum: ['S', 'XL'] },
      count: { type: 'integer', minimum: 1, maximum: 99 },
      grams: { type: 'number' },
      serial: { type: 'integer' },
      gift: { type: 'boolean' },
      note: { type: ['string', 'null'] },
      tags: { type: 'array', items: { type: 'string' } },
    },
    ['flavour', 'size', 'note', 'tags'],
  );
  expect(typesOf(details, 'TeaTimeDetails', 'TeaTimeDetailsInput', 'TeaTimeDetailsSize')).toBe(
    `type TeaTimeDetails {
  """Flavour"""
  flavour: String
  size: TeaTimeDetailsSize
  count: Int
  grams: Float
  serial: Float
  gift: Boolean
  note: String
  tags: [String!]
}

input TeaTimeDetailsInput {
  """Flavour"""
  flavour: String!
  size: TeaTimeDetailsSize!
  count: Int
  grams: Float
  serial: Float
  gift: Boolean
  note: String
  tags: [String!]!
}

enum TeaTimeDetailsSize {
  S
  XL
}`,
  );
});

test('objects in objects and lists have their own types', () => {
  const address = object({ street: { type: 'string' } }, ['street']);
  const details = object({ home: address, others: { type: 'array', items: address } }, ['home']);
  expect(
    typesOf(
      details,
      'TeaTimeDetails',
      'TeaTimeDetailsInput',
      'TeaTimeDetailsHome',
      'TeaTimeDetailsOthersInput',
    ),
  ).toBe(
    `type TeaTimeDetails {
  home: TeaTimeDetailsHome
  others: [TeaTimeDetailsOthers!]
}

input TeaTimeDetailsInput {
  home: TeaTimeDetailsHomeInput!
  others: [TeaTimeDetailsOthersInput!]
}

type TeaTimeDetailsHome {
  street: String
}

input TeaTimeDetailsOthersInput {
  street: String!
}`,
  );
});

describe('what GraphQL cannot type is JSON or a wider type', () => {
  test.each([
    ['JSON', { anyOf: [{ type: 'string' }, { type: 'number' }] }],
    ['JSON', { $ref: '#/$defs/x' }],
    ['JSON', { type: 'object' }],
    ['JSON', { type: 'object', additionalProperties: { type: 'string' } }],
    ['JSON', { type: 'object', properties: { 'not-a-name': { type: 'string' } } }],
    ['JSON', { type: 'object', properties: { __typename: { type: 'string' } } }],
    ['JSON', { type: 'array', prefixItems: [{ type: 'string' }], items: false, minItems: 1 }],
    ['String', { type: 'string', enum: ['not a name', 'other'] }],
    ['String', { type: 'string', enum: ['true', 'false'] }],
    ['Int', { type: 'integer', enum: [1, 2], minimum: 1, maximum: 2 }],
    ['Float', { type: 'integer', minimum: 0, maximum: 3_000_000_000 }],
    ['[JSON!]', { type: 'array', items: { type: 'object' } }],
    ['[String]', { type: 'array', items: { type: ['string', 'null'] } }],
  ])('%s for %j', (type, schema) => {
    const details = { ...object({ field: schema }), $defs: { x: { type: 'string' } } };
    expect(typesOf(details, 'TeaTimeDetails')).toContain(`  field: ${type}\n`);
  });

  test('also without any schema of the details', () => {
    expect(typesOf({ type: 'object' }, 'TeaTimeDetails', 'PlaceTeaTimeOrderInput')).toBe(
      'no TeaTimeDetails\n\ninput PlaceTeaTimeOrderInput {\n  details: JSON!\n  idempotencyKey: String\n}',
    );
  });

  test('and a recursive schema is cut off', () => {
    let deep: object = { type: 'string' };
    for (let i = 0; i < 20; i += 1) deep = object({ d: deep });
    expect(typesOf(object({ d: deep }), 'TeaTimeDetailsDDDDD')).toContain('d: JSON');
  });
});

describe('names', () => {
  test.each([
    ['tea', 'TeaOrder', 'teaOrders', 'placeTeaOrder'],
    ['tea-time', 'TeaTimeOrder', 'teaTimeOrders', 'placeTeaTimeOrder'],
    ['a--1-', 'A1Order', 'a1Orders', 'placeA1Order'],
  ])('of %s', (name, order, ordersField, placeField) => {
    expect(typedNamesOf(name)).toMatchObject({ order, ordersField, placeField });
  });

  test.each([[['tea-1', 'tea1']], [['a-b', 'a--b']]])('of %j collide', (names) => {
    const workflows = names.map((name) => workflow(name, { type: 'object' }));
    expect(() => typedSchemaOf({ workflows }, readSdl())).toThrow(/needs the GraphQL name .*: rename it/);
  });

  test('of fields that would be types of the same name get a number', () => {
    const one = object({ x: { type: 'string' } });
    const details = object({ input: one, a: object({ b: one }), aB: one });
    const text = typesOf(details, 'TeaTimeDetails', 'TeaTimeDetailsInput');
    expect(text).toContain('type TeaTimeDetails {\n  input: TeaTimeDetailsInput_2\n');
    expect(text).toContain('aB: TeaTimeDetailsAB_2\n');
  });
});
