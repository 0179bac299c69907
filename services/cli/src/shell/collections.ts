import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Api } from '../api/api.ts';
import { collectionPaths, type Item, itemSchema, itemsSchema } from '../api/collections.ts';

/** An item of the shell, with its fields and what can be done with it. */
export type SavedItem = Item & { save(): Promise<SavedItem>; delete(): Promise<void> };

/** `Product`, `Customer`, `Purchase` of the shell. */
export type Collection = {
  create(fields: Record<string, unknown>): Promise<SavedItem>;
  list(): Promise<SavedItem[]>;
  retrieve(id: string): Promise<SavedItem>;
  save(fields: Item): Promise<SavedItem>;
  delete(id: string): Promise<void>;
};

/**
 * A collection of the shop, as the old interactive shell had it.
 * @param name of the collection, such as products
 */
export function createCollection(api: Api, name: string): Collection {
  const paths = collectionPaths(name);
  const key = () => randomUUID();

  /** What a person changes of it are its own fields; what can be done with it is not one of them. */
  function saved(fields: Item): SavedItem {
    const own: Item = { ...fields };
    Object.defineProperties(own, {
      save: { value: () => save(own) },
      delete: { value: () => remove(own.id) },
    });
    return own as SavedItem;
  }
  const create = async (fields: Record<string, unknown>) =>
    saved(await api.send('POST', paths.items, itemSchema, { body: fields, key: key() }));
  const save = async ({ id, ...fields }: Item) =>
    saved(await api.send('PUT', paths.item(id), itemSchema, { body: { ...fields, id }, key: key() }));
  const remove = async (id: string): Promise<void> => {
    await api.send('DELETE', paths.item(id), z.unknown(), { key: key() });
  };
  return {
    create,
    list: async () => (await api.get(paths.items, itemsSchema)).map(saved),
    retrieve: async (id) => saved(await api.get(paths.item(id), itemSchema)),
    save,
    delete: remove,
  };
}
