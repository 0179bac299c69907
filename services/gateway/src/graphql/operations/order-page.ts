import type { Order } from '@cupcakery/workflow/contracts/order';
import { z } from 'zod';
import { requestError } from '../request/errors.ts';

/** A page as GraphQL's connections have it. */
export type OrderPage = {
  edges: { cursor: string; node: Order }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
};

/** Sorted by the last change, the latest first; the id decides between orders of the same millisecond. */
type Key = readonly [updatedAt: string, id: string];
const keyShape = z.tuple([z.string().max(40), z.string().max(200)]);

/**
 * A page of orders, the last changed first. One pass that keeps the best: sorting a full view for every page
 * would block the process for a fifth of a second. An order that changes between two pages moves to the front.
 * @param first at most so many
 * @param after `endCursor` of the page before
 * @throws GraphQLError BAD_REQUEST when that is no such cursor
 */
export function pageOf(orders: Iterable<Order>, first: number, after: string | null | undefined): OrderPage {
  const start = after == null ? undefined : keyFrom(after);
  const best: Order[] = [];
  let totalCount = 0;
  for (const order of orders) {
    totalCount += 1;
    const key = keyOf(order);
    if (start && !isBefore(start, key)) continue;
    const last = best.at(-1);
    // One more than requested shows whether there is another page.
    if (best.length > first && last && !isBefore(key, keyOf(last))) continue;
    best.splice(insertionIndex(best, key), 0, order);
    if (best.length > first + 1) best.pop();
  }
  const edges = best.slice(0, first).map((node) => ({ cursor: textOf(keyOf(node)), node }));
  return {
    edges,
    pageInfo: { hasNextPage: best.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount,
  };
}

const keyOf = (order: Order): Key => [order.updatedAt, order.id];

function isBefore(a: Key, b: Key): boolean {
  return a[0] === b[0] ? a[1] > b[1] : a[0] > b[0];
}

function insertionIndex(sorted: readonly Order[], key: Key): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = sorted[middle];
    if (order && isBefore(keyOf(order), key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function textOf(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function keyFrom(text: string): Key {
  try {
    return keyShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw requestError('BAD_REQUEST', '`after` must be a cursor of an earlier page.');
  }
}
