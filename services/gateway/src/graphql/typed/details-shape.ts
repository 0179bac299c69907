import { isRecord } from '@cupcakery/kit/tools/is-record';

/**
 * The type that GraphQL can give to a part of an order's details. `JSON` is what it cannot type: a client gets and
 * sends that as it is, and order-api checks it against the workflow's JSON Schema all the same.
 */
export type Shape = { nullable: boolean } & (
  | { kind: 'scalar'; type: ScalarType }
  | { kind: 'enum'; name: string; values: string[] }
  | { kind: 'list'; of: Shape }
  | { kind: 'object'; name: string; inputName: string; fields: Field[] }
);
export type ScalarType = 'String' | 'Int' | 'Float' | 'Boolean' | 'JSON';
export type Field = { name: string; required: boolean; description: string | undefined; shape: Shape };
export type ObjectShape = Extract<Shape, { kind: 'object' }>;

/** Returns an unused name, as close to the preferred one as possible. */
export type NewName = (preferred: string) => string;

type JsonSchema = Record<string, unknown>;
const json: Shape = { kind: 'scalar', type: 'JSON', nullable: false };
/** Deeper is JSON: a document may not have many more levels. */
const maxLevels = 6;

/**
 * The shape of a JSON Schema.
 * @param name of the type, if it needs one; the names of nested types begin with it
 */
export function shapeOf(schema: unknown, name: string, newName: NewName, levels = maxLevels): Shape {
  if (!isRecord(schema) || levels === 0) return json;
  const { types, nullable } = typesOf(schema);
  const values = enumValues(schema);
  const [type] = types;
  if (values) {
    const named = namedValues(values);
    if (named)
      return {
        kind: 'enum',
        name: newName(name),
        values: named,
        nullable: nullable || values.includes(null),
      };
  }
  // Several types, or none named: `anyOf`, `$ref` and the like.
  if (types.length !== 1) return json;
  if (type === 'string') return { kind: 'scalar', type: 'String', nullable };
  if (type === 'boolean') return { kind: 'scalar', type: 'Boolean', nullable };
  if (type === 'number') return { kind: 'scalar', type: 'Float', nullable };
  if (type === 'integer') return { kind: 'scalar', type: isInt32(schema) ? 'Int' : 'Float', nullable };
  if (type === 'array') {
    if (!isRecord(schema.items) || schema.prefixItems !== undefined) return json;
    return { kind: 'list', of: shapeOf(schema.items, name, newName, levels - 1), nullable };
  }
  return type === 'object' ? objectOf(schema, name, newName, nullable, levels) : json;
}

function objectOf(
  schema: JsonSchema,
  name: string,
  newName: NewName,
  nullable: boolean,
  levels: number,
): Shape {
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
  const open = schema.patternProperties !== undefined || (schema.additionalProperties ?? false) !== false;
  // A field that GraphQL cannot name could not be sent: then the whole object is not typed.
  if (properties.length === 0 || open || !properties.every(([field]) => isName(field))) return json;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const own = newName(name);
  const inputName = newName(`${name}Input`);
  const fields = properties.map(([field, of]): Field => {
    const shape = shapeOf(
      of,
      `${name}${field.charAt(0).toUpperCase()}${field.slice(1)}`,
      newName,
      levels - 1,
    );
    return { name: field, required: required.includes(field), description: descriptionOf(of), shape };
  });
  return { kind: 'object', name: own, inputName, fields, nullable };
}

function typesOf({ type }: JsonSchema): { types: unknown[]; nullable: boolean } {
  const all: unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  return { types: all.filter((t) => t !== 'null'), nullable: all.includes('null') };
}

function enumValues(schema: JsonSchema): unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum;
  return schema.const === undefined ? undefined : [schema.const];
}

/** The values as those of a GraphQL enum, if GraphQL can name them all. */
function namedValues(values: readonly unknown[]): string[] | undefined {
  const texts = values.filter((value) => value !== null);
  const named = texts.filter((value) => typeof value === 'string' && isName(value) && !literals.has(value));
  return texts.length > 0 && named.length === texts.length ? named.map(String) : undefined;
}

const literals: ReadonlySet<unknown> = new Set(['true', 'false', 'null']);

function isName(text: string): boolean {
  return /^(?!__)[A-Za-z_]\w*$/.test(text);
}

/** GraphQL's Int has 32 bits; an integer without bounds may be longer. */
function isInt32(schema: JsonSchema): boolean {
  const low = Number(schema.minimum ?? schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
  const high = Number(schema.maximum ?? schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY);
  return low >= -(2 ** 31) && high < 2 ** 31;
}

function descriptionOf(schema: unknown): string | undefined {
  if (!isRecord(schema)) return undefined;
  const text = schema.description ?? schema.title;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
