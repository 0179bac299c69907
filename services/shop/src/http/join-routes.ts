import type { Collection } from '@cupcakery/collections/file/collection-file';
import type { ItemsService } from '../items/items-service.ts';
import { type ApiContext, authorize, noSuchItem } from './api-context.ts';
import { idOf } from './item-routes.ts';
import { answerPage, listQueryOf } from './list-query.ts';

/**
 * The handlers of one collection at `/api/<name>`: items with what is computed for them, and the items that refer to one. They
 * are for callers that may read every collection of which something is in the answer.
 */
export function joinHandlers(collection: Collection, { view }: ItemsService, maxList: number) {
  const { name } = collection;
  const table = view.table(name);

  function authorizeAll(c: ApiContext, names: Iterable<string>, object: string): void {
    for (const one of new Set(names)) authorize(c, 'item.read', view.table(one).collection, object);
  }

  return {
    list(c: ApiContext): Response {
      authorizeAll(c, [name, ...Object.values(collection.computed).map(({ of }) => of)], `${name} joined`);
      const { items, more } = table.list(listQueryOf(c, maxList));
      return answerPage(c, { items: items.map((item) => view.computed(collection, item)), more });
    },

    /** @param by the field of the other collection that refers to this one */
    referring(c: ApiContext, other: Collection, by: string): Response {
      const id = idOf(c);
      const object = `${other.name} of ${name}/${id}`;
      authorizeAll(c, [name, other.name, ...Object.values(other.references)], object);
      const { first, after } = listQueryOf(c, maxList);
      const isUnknown = !table.get(id) && view.countReferring(other.name, by, id) === 0;
      return isUnknown
        ? noSuchItem(c, id)
        : answerPage(c, view.referringJoined(other.name, by, id, { first, after }));
    },
  };
}
