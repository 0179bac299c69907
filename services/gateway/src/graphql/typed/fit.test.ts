import { expect, test } from 'vitest';
import { type Shape, shapeOf } from './details-shape.ts';
import { valueOrNull, withoutNulls } from './fit.ts';

const shape = (schema: object): Shape => shapeOf(schema, 'T', (name) => name);

test.each([
  [{ type: 'string' }, 'x', 'x'],
  [{ type: 'string' }, 7, null],
  [{ type: 'string' }, undefined, null],
  [{ type: 'string', enum: ['S'] }, 'S', 'S'],
  [{ type: 'string', enum: ['S'] }, 'XXL', null],
  [{ type: 'integer', minimum: 0, maximum: 9 }, 12, 12],
  [{ type: 'integer', minimum: 0, maximum: 9 }, 3_000_000_000, null],
  [{ type: 'number' }, 1.5, 1.5],
  [{ type: 'boolean' }, 'yes', null],
  [{ type: 'array', items: { type: 'string' } }, ['a', 7], null],
  [{ type: 'array', items: { type: ['string', 'null'] } }, ['a', null], ['a', null]],
  [{ type: 'object', properties: { a: { type: 'string' } } }, { b: 1 }, { b: 1 }],
  [{ type: 'object', properties: { a: { type: 'string' } } }, 'gone', null],
])('of an order with %j the value %j is answered as %j', (schema, value, expected) => {
  expect(valueOrNull(shape(schema), value)).toEqual(expected);
});

test('null is left out where the schema knows none', () => {
  const details = shape({
    type: 'object',
    properties: {
      a: { type: 'string' },
      b: { type: ['string', 'null'] },
      any: {},
      list: { type: 'array', items: { type: 'object', properties: { c: { type: 'string' } } } },
    },
  });
  const input = { a: null, b: null, any: null, list: [{ c: null }], constructor: 'x' };
  expect(withoutNulls(details, input)).toEqual({ b: null, any: null, list: [{}] });
});
