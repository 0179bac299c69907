import type { Collection } from '../file/collection-file.ts';
import type { CollectionOperation, JsonSchema } from './operation-doc.ts';

export const shopTag = 'shop';

/** `gift-cards` becomes `GiftCardsItem`. */
export function schemaName({ name }: Pick<Collection, 'name'>): string {
  return `${wordOf(name)}Item`;
}

export function wordOf(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

export const pageParameters: CollectionOperation['parameters'] = [
  {
    name: 'first',
    in: 'query',
    description: 'At most this many; without it all, up to a bound. `Link` has the address of the next page.',
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
  },
  {
    name: 'after',
    in: 'query',
    description: 'Items behind this id',
    schema: { type: 'string', maxLength: 200 },
  },
];
const searchParameter: CollectionOperation['parameters'][number] = {
  name: 'q',
  in: 'query',
  description: 'Items with words that begin so',
  schema: { type: 'string', maxLength: 200 },
};
export const listParameters = [...pageParameters, searchParameter];

export const idParameter: CollectionOperation['parameters'][number] = {
  name: 'id',
  in: 'path',
  description: 'The item’s id',
  schema: { type: 'string' },
};

const ifMatch: CollectionOperation['parameters'][number] = {
  name: 'If-Match',
  in: 'header',
  description: 'ETags of which the item must have one, or `*`',
  schema: { type: 'string' },
};

export const notFound = {
  description: 'There is no such item.',
  schema: {
    type: 'object',
    required: ['id', 'message'],
    properties: { id: { type: 'string' }, message: { type: 'string' } },
  },
};

const pending = {
  description:
    'Accepted, but not decided within the bound. See `Location` later, or repeat with the same key.',
  headers: ['Location', 'Retry-After'],
  schema: {
    type: 'object',
    required: ['status', 'id', 'location'],
    properties: { status: { const: 'pending' }, id: { type: 'string' }, location: { type: 'string' } },
  },
};

/** The operations at `/<name>`. */
export function itemOperations(
  collection: Collection,
  example: Record<string, unknown>,
): CollectionOperation[] {
  const { name, title } = collection;
  const path = `/${name}`;
  const one = `${path}/{id}`;
  const schema: JsonSchema = { $ref: `#/components/schemas/${schemaName(collection)}` };
  const item = { id: 'b1', ...example };
  const read = { action: 'item.read' } as const;
  const write = { action: 'item.write' } as const;
  const body = { schema, example };
  const answer = { description: 'The item', schema, example: item, headers: ['ETag'] };
  const written = { ...answer, headers: ['ETag', 'Idempotent-Replayed'] };
  const unfit = { description: 'Nothing was changed; `errors` names each field.' };
  const stale = { description: 'The item has another ETag.' };
  const refused = {
    description: 'The item refers to what does not exist, or the key was used for another request.',
  };
  const word = wordOf(name);
  const shared = { tag: shopTag, parameters: [] };
  return [
    {
      ...shared,
      ...{ method: 'get', path, right: read, operationId: `list${word}`, summary: `${title}, sorted by id` },
      parameters: listParameters,
      answers: {
        200: {
          description: 'The items',
          schema: { type: 'array', items: schema },
          example: [item],
          headers: ['Link'],
        },
        400: { description: 'A parameter does not fit.' },
      },
    },
    {
      ...shared,
      ...{
        method: 'post',
        path,
        right: write,
        operationId: `create${word}`,
        summary: `Create one of ${title}`,
        body,
      },
      answers: {
        201: { ...written, headers: ['Location', 'ETag', 'Idempotent-Replayed'] },
        ...{ 202: pending, 400: unfit, 409: { description: 'There is an item of this id.' }, 422: refused },
      },
    },
    {
      ...shared,
      ...{
        method: 'get',
        path: one,
        right: read,
        operationId: `read${word}`,
        summary: `Read one of ${title}`,
      },
      parameters: [idParameter],
      answers: { 200: answer, 404: notFound },
    },
    {
      ...shared,
      ...{ method: 'put', path: one, right: write, operationId: `replace${word}`, body },
      summary: `Replace one of ${title}`,
      parameters: [idParameter, ifMatch],
      answers: { 200: written, 202: pending, 400: unfit, 404: notFound, 412: stale, 422: refused },
    },
    {
      ...shared,
      ...{ method: 'delete', path: one, right: write, operationId: `delete${word}` },
      summary: `Delete one of ${title}`,
      parameters: [idParameter, ifMatch],
      answers: { 204: { description: 'It is deleted.' }, 202: pending, 404: notFound, 412: stale },
    },
  ];
}
