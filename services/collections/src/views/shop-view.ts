import type { Item } from '../contracts/item.ts';
import type { ItemChange } from '../contracts/record.ts';
import type { Collection } from '../file/collection-file.ts';
import type { Collections } from '../file/collection-files.ts';
import type { Computed } from '../file/collection-schema.ts';
import { amountOf } from '../money.ts';
import { type Joins, joinsOf } from './joins.ts';
import { type ListQuery, type Page, pageOf, Table } from './table.ts';

/** All collections in memory, with what is known of each item by those that refer to it. */
export class ShopView {
  readonly collections: Collections;
  readonly #tables: ReadonlyMap<string, Table>;
  /** By collection, then by the field of its reference. */
  readonly #joins: ReadonlyMap<string, ReadonlyMap<string, Joins>>;

  constructor(collections: Collections) {
    const all = [...collections.values()];
    this.collections = collections;
    this.#tables = new Map(all.map((one) => [one.name, new Table(one)]));
    this.#joins = new Map(all.map((one) => [one.name, joinsOf(one, all)]));
  }

  change(collection: string, { id, item }: ItemChange): void {
    const before = this.table(collection).set(id, item);
    for (const joins of this.#joins.get(collection)?.values() ?? []) joins.change(before, item);
  }

  /** Indexes the words of at most so many changed items of each collection. */
  indexSome(max: number): void {
    for (const table of this.#tables.values()) table.indexSome(max);
  }

  /** @throws for a collection that there is not */
  table(collection: string): Table {
    const table = this.#tables.get(collection);
    if (!table) throw new Error(`there is no collection ${collection}`);
    return table;
  }

  /** An item with what is computed for it. */
  computed(collection: Collection, item: Item): Item {
    const names = Object.keys(collection.computed);
    return {
      ...item,
      ...Object.fromEntries(names.map((name) => [name, this.computedOf(collection, name, item.id)])),
    };
  }

  /** One of the things that are computed for an item, also for one that there is not; undefined: the file names none so. */
  computedOf(collection: Collection, name: string, id: string): number | undefined {
    const one = collection.computed[name];
    return one && this.#valueOf(one, id);
  }

  /**
   * The items of a collection that refer to an item.
   * @param by the reference's field
   */
  referring(collection: string, by: string, id: string, query: ListQuery): Page {
    const after = query.after === undefined ? '' : `${query.after}\0`;
    const ids = this.#joins.get(collection)?.get(by)?.idsOf(id, after);
    return pageOf(itemsOf(this.table(collection), ids ?? []), query.first);
  }

  /** The same, each with the other items that it refers to: `productId` is joined as `product`. */
  referringJoined(collection: string, by: string, id: string, query: ListQuery): Page {
    const { items, more } = this.referring(collection, by, id, query);
    return { items: items.map((item) => this.#joined(this.table(collection).collection, by, item)), more };
  }

  countReferring(collection: string, by: string, id: string): number {
    return this.#joins.get(collection)?.get(by)?.countOf(id) ?? 0;
  }

  #joined({ references }: Collection, by: string, item: Item): Item {
    const others = Object.entries(references)
      .filter(([field]) => field !== by)
      .flatMap(([field, target]): [string, unknown][] => {
        const id = item[field];
        if (typeof id !== 'string') return [];
        return [[joinedName(field), this.table(target).get(id) ?? { id, deleted: true }]];
      });
    return { ...item, ...Object.fromEntries(others) };
  }

  #valueOf({ of, by, sum, distinct }: Computed, id: string): number {
    const joins = this.#joins.get(of)?.get(by);
    if (!joins) return 0;
    if (sum !== undefined) return amountOf(Number(joins.sumOf(id, sum)));
    return distinct === undefined ? joins.countOf(id) : joins.distinctOf(id, distinct);
  }
}

/** `productId` becomes `product`, another name `<name>Item`. */
export function joinedName(field: string): string {
  return /.Id$/.test(field) ? field.slice(0, -2) : `${field}Item`;
}

function* itemsOf(table: Table, ids: Iterable<string>): Generator<Item> {
  for (const id of ids) {
    const item = table.get(id);
    if (item) yield item;
  }
}
