import type { Item } from '../contracts/item.ts';
import type { Collection } from '../file/collection-file.ts';
import { centsOf } from '../money.ts';
import { SortedKeys } from './sorted-keys.ts';

/** What the items of one collection that refer to the same item amount to. */
class Group {
  readonly ids = new SortedKeys();
  /** Cents, by field. */
  readonly sums = new Map<string, bigint>();
  /** How many have a value, by field and value. */
  readonly values = new Map<string, Map<string, number>>();
}

/** The items of a collection by one of their references; kept up to date change by change, without looking at others. */
export class Joins {
  readonly #by: string;
  readonly #sums: readonly string[];
  readonly #distinct: readonly string[];
  readonly #groups = new Map<string, Group>();

  /**
   * @param by the field that refers to another item
   * @param fields whose money is added up, and whose different values are counted
   */
  constructor(by: string, fields: { sums: Iterable<string>; distinct: Iterable<string> }) {
    this.#by = by;
    this.#sums = [...fields.sums];
    this.#distinct = [...fields.distinct];
  }

  /** An item has become another one; undefined: there was, or is, none. */
  change(before: Item | undefined, item: Item | undefined): void {
    if (before) this.#count(before, -1);
    if (item) this.#count(item, 1);
  }

  countOf(id: string): number {
    return this.#groups.get(id)?.ids.size ?? 0;
  }

  /** In cents. */
  sumOf(id: string, field: string): bigint {
    return this.#groups.get(id)?.sums.get(field) ?? 0n;
  }

  distinctOf(id: string, field: string): number {
    return this.#groups.get(id)?.values.get(field)?.size ?? 0;
  }

  /** Ids of the items that refer to an item, behind a text, sorted. */
  idsOf(id: string, start: string): Iterable<string> {
    return this.#groups.get(id)?.ids.from(start) ?? [];
  }

  #count(item: Item, sign: 1 | -1): void {
    const target = item[this.#by];
    if (typeof target !== 'string') return;
    const group = this.#groups.get(target) ?? new Group();
    this.#groups.set(target, group);
    if (sign === 1) group.ids.add(item.id);
    else group.ids.remove(item.id);
    for (const field of this.#sums) {
      const cents = centsIn(item, field);
      group.sums.set(field, (group.sums.get(field) ?? 0n) + BigInt(sign * cents));
    }
    for (const field of this.#distinct) countValue(group, field, item[field], sign);
    if (group.ids.size === 0) this.#groups.delete(target);
  }
}

function countValue({ values }: Group, field: string, value: unknown, sign: 1 | -1): void {
  if (typeof value !== 'string') return;
  const counts = values.get(field) ?? new Map<string, number>();
  values.set(field, counts);
  const count = (counts.get(value) ?? 0) + sign;
  if (count === 0) counts.delete(value);
  else counts.set(value, count);
}

/** What is no money counts as none. */
function centsIn(item: Item, field: string): number {
  const amount = item[field];
  return (typeof amount === 'number' ? centsOf(amount) : undefined) ?? 0;
}

/** The joins that the items of a collection are part of, by the field of their reference. */
export function joinsOf(
  collection: Collection,
  collections: Iterable<Pick<Collection, 'name' | 'computed'>>,
): Map<string, Joins> {
  const others = [...collections];
  return new Map(
    Object.entries(collection.references).map(([by, target]) => {
      const computed = others
        .filter(({ name }) => name === target)
        .flatMap((other) => Object.values(other.computed))
        .filter((one) => one.of === collection.name && one.by === by);
      const sums = new Set(computed.flatMap(({ sum }) => sum ?? []));
      const distinct = new Set(computed.flatMap((one) => one.distinct ?? []));
      return [by, new Joins(by, { sums, distinct })];
    }),
  );
}
