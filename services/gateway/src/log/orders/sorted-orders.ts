import type { Order } from '@cupcakery/workflow/contracts/order';

/** What orders are sorted by: the last changed first, and the id decides within a millisecond. */
export type OrderKey = Pick<Order, 'updatedAt' | 'id'>;

/** Orders sorted by their last change, the latest first. */
export type SortedOrders = {
  readonly size: number;
  add(order: Order): void;
  /** Removes the order with that key. */
  remove(key: OrderKey): void;
  /** The orders after a key, or all. Not to be changed meanwhile. */
  after(key?: OrderKey): Iterable<Order>;
};

/** Whether `a` is listed before `b`. */
export function isListedBefore(a: OrderKey, b: OrderKey): boolean {
  return a.updatedAt === b.updatedAt ? a.id > b.id : a.updatedAt > b.updatedAt;
}

/** A change moves half of it at most: a single array of a full view would be moved by a MB. */
const maxChunk = 256;
const smallChunk = 32;

/** A list of sorted chunks; a change takes the time of two binary searches and of moving a part of one chunk. */
export function createSortedOrders(): SortedOrders {
  const chunks: Order[][] = [];
  let size = 0;

  /** The chunk that holds the key, or would: the last that does not begin after it. */
  function chunkOf(key: OrderKey): number {
    const next = indexWhere(chunks, ([first]) => first !== undefined && isListedBefore(key, first));
    return Math.max(0, next - 1);
  }

  /** Joins a chunk that has become small with the one after it. */
  function join(index: number): void {
    const chunk = chunks[index];
    const next = chunks[index + 1];
    if (!chunk || chunk.length >= smallChunk) return;
    if (chunk.length === 0) chunks.splice(index, 1);
    else if (next && chunk.length + next.length <= maxChunk / 2) chunks.splice(index, 2, [...chunk, ...next]);
  }

  return {
    get size() {
      return size;
    },
    add(order) {
      const index = chunkOf(order);
      const chunk = chunks[index] ?? [];
      if (chunk.length === 0) chunks[index] = chunk;
      chunk.splice(
        indexWhere(chunk, (other) => isListedBefore(order, other)),
        0,
        order,
      );
      size += 1;
      if (chunk.length > maxChunk) chunks.splice(index + 1, 0, chunk.splice(maxChunk / 2));
    },
    remove(key) {
      const index = chunkOf(key);
      const chunk = chunks[index] ?? [];
      const position = indexWhere(chunk, (other) => !isListedBefore(other, key));
      if (chunk[position]?.id !== key.id) return;
      chunk.splice(position, 1);
      size -= 1;
      join(index);
    },
    *after(key) {
      let index = key ? chunkOf(key) : 0;
      let position = key ? indexWhere(chunks[index] ?? [], (other) => isListedBefore(key, other)) : 0;
      for (; index < chunks.length; index += 1, position = 0) {
        const chunk = chunks[index] ?? [];
        for (; position < chunk.length; position += 1) {
          const order = chunk[position];
          if (order) yield order;
        }
      }
    },
  };
}

/** The first index where it holds, in a list where it holds from there on; else the list's length. */
function indexWhere<T>(list: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = list[middle];
    if (item !== undefined && !holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
