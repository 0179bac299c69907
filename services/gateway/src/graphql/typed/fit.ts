import { isRecord } from '@cupcakery/kit/tools/is-record';
import type { Shape } from './details-shape.ts';

/**
 * A value of an order's details if its type can hold it, else null: orders live longer than the schema of their
 * details, so an old one may lack a field or hold what is no longer allowed. `Order.details` has all of it.
 */
export function valueOrNull(shape: Shape, value: unknown): unknown {
  return fits(shape, value) ? value : null;
}

function fits(shape: Shape, value: unknown): boolean {
  if (value === null) return shape.nullable;
  switch (shape.kind) {
    case 'enum':
      return shape.values.some((known) => known === value);
    case 'list':
      return Array.isArray(value) && value.every((item) => fits(shape.of, item));
    case 'object':
      return isRecord(value);
    case 'scalar':
      return fitsScalar(shape.type, value);
  }
}

function fitsScalar(type: Extract<Shape, { kind: 'scalar' }>['type'], value: unknown): boolean {
  if (type === 'JSON') return value !== undefined;
  if (type === 'String') return typeof value === 'string';
  if (type === 'Boolean') return typeof value === 'boolean';
  if (typeof value !== 'number') return false;
  return type === 'Float' || (value | 0) === value;
}

/**
 * Details from a typed input. Where the JSON Schema allows no null, a field sent as null counts as left out, as
 * everywhere in GraphQL.
 */
export function withoutNulls(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'list') {
    return Array.isArray(value) ? value.map((item) => withoutNulls(shape.of, item)) : value;
  }
  if (shape.kind !== 'object' || !isRecord(value)) return value;
  const given = shape.fields.flatMap((field) => {
    const own = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    const left = own === undefined || (own === null && !takesNull(field.shape));
    return left ? [] : [[field.name, withoutNulls(field.shape, own)]];
  });
  return Object.fromEntries(given);
}

function takesNull(shape: Shape): boolean {
  return shape.nullable || (shape.kind === 'scalar' && shape.type === 'JSON');
}
