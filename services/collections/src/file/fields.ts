import { z } from 'zod';

const fieldSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  anyOf: z.unknown().optional(),
});
/** A field of a collection, as far as the service knows what it means. */
export type Field = z.output<typeof fieldSchema>;

const propertiesSchema = z.looseObject({ properties: z.record(z.string(), fieldSchema) });

/** The fields of a collection's JSON Schema, none when it has no properties. */
export function fieldsOf(schema: Record<string, unknown>): Map<string, Field> {
  const parsed = propertiesSchema.safeParse(schema);
  return new Map(parsed.success ? Object.entries(parsed.data.properties) : []);
}

/** The schema of what can be read: the types alone. Programs write null for what is not there. */
export function readableSchema(fields: ReadonlyMap<string, Field>): Record<string, unknown> {
  const properties = [...fields].map(([name, { type, format }]) => {
    const isMoney = format === 'money';
    const types = type === undefined ? {} : { type: [...new Set([type, 'null'].flat())] };
    return [name, { ...types, ...(isMoney ? { format } : {}) }];
  });
  return {
    type: 'object',
    additionalProperties: true,
    properties: Object.fromEntries(properties),
  };
}

/** The fields with texts in which a search looks: no ids, dates or addresses. */
export function searchableFields(
  fields: ReadonlyMap<string, Field>,
  references: Readonly<Record<string, string>>,
): Set<string> {
  const isSearchable = ([name, { type, format, anyOf }]: [string, Field]) =>
    type === 'string' &&
    (format === undefined || format === 'email') &&
    anyOf === undefined &&
    name !== 'id' &&
    !Object.hasOwn(references, name);
  return new Set([...fields].filter(isSearchable).map(([name]) => name));
}
