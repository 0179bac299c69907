import { buildSchema as parseSchema, printType } from 'graphql';
import { buildSchema } from '../schema.ts';
import { readSdl } from '../schema-file.ts';
import { typedSchemaOf } from '../typed-schema.ts';

/** For tests: types as they are published, with what workflows and collections add to the schema. */
export function printedTypes(added: Parameters<typeof typedSchemaOf>[0], ...names: string[]): string {
  const { sdl, resolvers } = typedSchemaOf(added, readSdl());
  // The published text is a complete schema, and every resolver has its field.
  buildSchema(sdl, resolvers);
  const schema = parseSchema(sdl);
  return names
    .map((name) => {
      const type = schema.getType(name);
      return type ? printType(type) : `no ${name}`;
    })
    .join('\n\n');
}
