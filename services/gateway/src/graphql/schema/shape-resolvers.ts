import type { ObjectShape } from '../typed/details-shape.ts';
import { valueOrNull } from '../typed/fit.ts';

/** Resolvers of a type, or what else the schema's builder takes, by field. */
export type Fields = Record<string, unknown>;

/** Resolvers of typed JSON, by type: a value that does not fit its type is null. */
export function shapeResolvers(shapes: readonly ObjectShape[]): Record<string, Fields> {
  return Object.fromEntries(
    shapes.map(({ name, fields }) => [
      name,
      Object.fromEntries(
        fields.map((field) => [
          field.name,
          (parent: Fields) =>
            valueOrNull(field.shape, Object.hasOwn(parent, field.name) ? parent[field.name] : undefined),
        ]),
      ),
    ]),
  );
}
