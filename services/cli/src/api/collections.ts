import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import type { Api } from './api.ts';

export const itemSchema = z.looseObject({ id: z.string() });
export type Item = z.infer<typeof itemSchema>;
export const itemsSchema = z.array(itemSchema);

/** Paths of one collection of the shop. */
export const collectionPaths = (name: string) => {
  const base = `/${encodeURIComponent(name)}`;
  return {
    items: base,
    item: (id: string) => `${base}/${encodeURIComponent(id)}`,
    /** The list with what is computed. */
    computed: `/api${base}`,
    /** The items of another collection that refer to one. */
    referring: (id: string, other: string) =>
      `/api${base}/${encodeURIComponent(id)}/${encodeURIComponent(other)}`,
  };
};

const schemaSchema = z.record(z.string(), z.unknown());
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.looseObject({
      post: z
        .looseObject({
          tags: z.array(z.string()).optional(),
          requestBody: z
            .looseObject({
              content: z.looseObject({ 'application/json': z.looseObject({ schema: schemaSchema }) }),
            })
            .optional(),
        })
        .optional(),
    }),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), schemaSchema).default({}) }),
});

/** The JSON Schemas of the collections that the installation has, by name, from its OpenAPI document. */
export async function readCollections(api: Api): Promise<Map<string, Record<string, unknown>>> {
  const { paths, components } = await api.get('/openapi.json', documentSchema);
  const found = Object.entries(paths).flatMap(([path, { post }]) => {
    const schema = post?.requestBody?.content['application/json'].schema;
    if (!post?.tags?.includes('shop') || !schema) return [];
    const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
    return [[path.slice(1), name === undefined ? schema : (components.schemas[name] ?? {})] as const];
  });
  return new Map(found);
}

/** @throws CliError naming the collections that there are */
export async function readCollection(api: Api, name: string): Promise<Record<string, unknown>> {
  const collections = await readCollections(api);
  const schema = collections.get(name);
  if (schema) return schema;
  const names = [...collections.keys()].join(', ') || 'none';
  throw new CliError('refused', `${api.url} has no collection ${name}; it has: ${names}`, {
    code: 'NOT_FOUND',
  });
}
