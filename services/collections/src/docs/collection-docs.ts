import { z } from 'zod';
import type { Collection } from '../file/collection-file.ts';
import type { Collections } from '../file/collection-files.ts';
import { referencesTo } from '../file/references.ts';
import {
  idParameter,
  itemOperations,
  listParameters,
  notFound,
  pageParameters,
  schemaName,
  shopTag,
  wordOf,
} from './item-docs.ts';
import type { CollectionOperation, JsonSchema } from './operation-doc.ts';

/** What the shop serves, for an OpenAPI document: it follows from the collection files alone. */
export function collectionDocs(collections: Collections): {
  operations: CollectionOperation[];
  schemas: Record<string, JsonSchema>;
} {
  const all = [...collections.values()];
  const schemas = all.map((collection) => [
    schemaName(collection),
    // Its own $id, so that references inside it are resolved inside it.
    { $id: `urn:cupcakery:collection:${collection.name}`, additionalProperties: false, ...collection.schema },
  ]);
  return {
    operations: all.flatMap((collection) => [
      ...itemOperations(collection, exampleOf(collection)),
      ...joinOperations(collection, collections),
    ]),
    schemas: Object.fromEntries(schemas),
  };
}

/** The operations at `/api/<name>`. */
function joinOperations(collection: Collection, collections: Collections): CollectionOperation[] {
  const { name, title, computed } = collection;
  const right = { action: 'item.read' } as const;
  const page = (schema: JsonSchema) => ({
    200: { description: 'The items', schema: { type: 'array', items: schema }, headers: ['Link'] },
    400: { description: 'A parameter does not fit.' },
  });
  const counts = Object.keys(computed).map((field) => [field, { type: 'number' }]);
  const fields = { type: 'object', properties: Object.fromEntries(counts) };
  const word = wordOf(name);
  return [
    {
      ...{ method: 'get', path: `/api/${name}`, right, operationId: `list${word}Joined`, tag: shopTag },
      summary: `${title} with what others add up to`,
      parameters: listParameters,
      answers: page(fields),
    },
    ...referencesTo(collection, collections).map(
      ({ other }): CollectionOperation => ({
        ...{ method: 'get', path: `/api/${name}/{id}/${other.name}`, right, tag: shopTag },
        operationId: `list${wordOf(other.name)}Of${word}`,
        summary: `${other.title} of one of ${title}, with what else they refer to`,
        parameters: [idParameter, ...pageParameters],
        answers: { ...page({ type: 'object' }), 404: notFound },
      }),
    ),
  ];
}

const examplesShape = z.looseObject({
  required: z.array(z.string()).optional(),
  properties: z.record(
    z.string(),
    z.looseObject({ examples: z.array(z.unknown()).optional(), type: z.unknown() }),
  ),
});

/** The required fields of an item, by the examples of the schema. */
function exampleOf({ schema }: Collection): Record<string, unknown> {
  const parsed = examplesShape.safeParse(schema);
  if (!parsed.success) return {};
  const { required = [], properties } = parsed.data;
  return Object.fromEntries(
    required.map((name) => {
      const { examples, type } = properties[name] ?? { type: 'string' };
      return [name, examples?.[0] ?? (type === 'number' || type === 'integer' ? 1 : `a-${name}`)];
    }),
  );
}
