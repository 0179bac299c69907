import { type GraphQLResolveInfo, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Readable } from '../context/sources.ts';

/** What a field's resolver says of it: which collection is read for it. */
export type FieldReads = { extensions: { reads: string } };

/** The first collection that an operation reads by one of its fields and that is not readable, whatever its arguments. */
export function unreadableIn(
  { schema, operation, fragments }: Pick<GraphQLResolveInfo, 'schema' | 'operation' | 'fragments'>,
  readable: Readable,
): string | undefined {
  const types = new TypeInfo(schema);
  let found: string | undefined;
  const definitions = [operation, ...Object.values(fragments)];
  visit(
    { kind: Kind.DOCUMENT, definitions },
    visitWithTypeInfo(types, {
      Field() {
        const reads = types.getFieldDef()?.extensions.reads;
        if (typeof reads === 'string' && !readable.has(reads)) found ??= reads;
      },
    }),
  );
  return found;
}
