import { describe, expect, test } from 'vitest';
import { readFields } from './fields.ts';
import { sampleDetails } from './sample.ts';
import { summarise } from './summary.ts';
import { checkValues, fieldOfPointer, initialValues, toDetails } from './values.ts';

const schema = {
  type: 'object',
  required: ['flavour', 'size', 'quantity'],
  properties: {
    flavour: {
      type: 'string',
      title: 'Flavour',
      minLength: 1,
      maxLength: 64,
      examples: ['Vanilla', 'Lemon'],
    },
    size: { type: 'string', enum: ['S', 'M'], default: 'M' },
    quantity: { type: 'integer', minimum: 1, maximum: 1000, default: 6 },
    giftWrap: { type: 'boolean' },
    notes: { type: 'string', maxLength: 500 },
  },
};
const fields = readFields(schema);

describe('the fields of a schema', () => {
  test('come in its order, each with the input that fits', () => {
    expect(fields.map(({ name, kind, title }) => [name, kind, title])).toEqual([
      ['flavour', 'text', 'Flavour'],
      ['size', 'choice', 'Size'],
      ['quantity', 'number', 'Quantity'],
      ['giftWrap', 'flag', 'Gift wrap'],
      ['notes', 'text', 'Notes'],
    ]);
    expect(initialValues(fields)).toEqual({ flavour: '', size: 'M', quantity: '6', giftWrap: '', notes: '' });
  });

  test.each([
    { oneOf: [{ type: 'string' }] },
    { type: ['string', 'null'] },
    { type: 'array', items: {} },
    { enum: ['a', 1] },
    { $ref: '#/x' },
    true,
    null,
    {},
  ])('an unknown construct is a JSON field: %j', (property) => {
    expect(readFields({ properties: { odd: property } })).toMatchObject([{ name: 'odd', kind: 'json' }]);
  });

  test.each([null, undefined, 3, [], {}, { properties: 1 }])('%j has no fields', (odd) => {
    expect(readFields(odd)).toEqual([]);
  });
});

describe('what was typed', () => {
  test('is sent typed, without empty optional fields', () => {
    const values = { ...initialValues(fields), flavour: ' Lemon ', quantity: '12', giftWrap: 'true' };
    expect(toDetails(fields, values)).toEqual({ flavour: 'Lemon', size: 'M', quantity: 12, giftWrap: true });
  });

  test('is checked field by field', () => {
    const problems = checkValues(fields, {
      flavour: '',
      size: 'XXL',
      quantity: '1.5',
      notes: 'x'.repeat(501),
    });
    expect(Object.keys(problems)).toEqual(['flavour', 'size', 'quantity', 'notes']);
    expect(checkValues(fields, { flavour: 'a', size: 'S', quantity: '1001' })).toEqual({
      quantity: 'At most 1000, please.',
    });
    expect(checkValues(fields, { flavour: 'a', size: 'S', quantity: '1000' })).toEqual({});
  });

  test('in a JSON field is JSON, else text', () => {
    const odd = readFields({ properties: { odd: {} } });
    expect(toDetails(odd, { odd: '{"a":1}' })).toEqual({ odd: { a: 1 } });
    expect(toDetails(odd, { odd: 'plain' })).toEqual({ odd: 'plain' });
  });
});

test('a JSON pointer names its field', () => {
  expect(['/size', '/a~1b/0', '', '/'].map(fieldOfPointer)).toEqual(['size', 'a/b', '', '']);
});

test('an order is summarised in the order of its schema, with the quantity first and notes apart', () => {
  expect(summarise(fields, { notes: 'Hi', quantity: 6, size: 'M', flavour: 'Lemon' })).toEqual({
    headline: '6 × Lemon',
    item: 'Lemon',
    count: 6,
    rest: ['M'],
    note: 'Hi',
  });
  expect(summarise(fields, null)).toEqual({ headline: 'Order', item: 'Order', rest: [] });
});

test('a sample fits its schema', () => {
  for (const random of [0, 0.5, 0.999]) {
    const details = sampleDetails(fields, () => random);
    const typed = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
    expect(checkValues(fields, typed)).toEqual({});
  }
});
