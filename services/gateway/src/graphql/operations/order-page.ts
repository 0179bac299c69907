import type { Order } from '@cupcakery/workflow/contracts/order';
import { z } from 'zod';
import type { OrderFeed } from '../../log/orders/order-feed.ts';
import { isListedBefore, type OrderKey } from '../../log/orders/sorted-orders.ts';
import { candidates } from '../../selection/order-candidates.ts';
import type { OrderSelection } from '../../selection/order-selection.ts';
import { requestError } from '../request/errors.ts';
import { filtered } from './filtered.ts';

/** A page as GraphQL's connections have it. */
export type OrderPage = {
  edges: { cursor: string; node: Order }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
};

const keyShape = z.tuple([z.string().max(40), z.string().max(200)]);

/**
 * A page of the orders of a selection, the last changed first. Of orders that all match it costs what it returns; else it
 * costs a look at each of the candidates.
 * @param first at most so many
 * @param after `endCursor` of the page before
 * @throws GraphQLError BAD_REQUEST when that is no such cursor
 */
export function pageOfSelection(
  feed: OrderFeed,
  selection: OrderSelection,
  first: number,
  after: string | null | undefined,
): OrderPage {
  const { narrowing, matches } = selection;
  if (narrowing?.by !== 'state' || !narrowing.exact) {
    return pageOf(filtered(candidates(feed, selection), matches), first, after);
  }
  const groups = feed.index.groups(narrowing.status, narrowing.stages);
  const start = after == null ? undefined : keyFrom(after);
  const totalCount = groups.reduce((sum, { size }) => sum + size, 0);
  return pageFrom(
    firstOf(
      groups.map((group) => group.after(start)),
      first + 1,
    ),
    first,
    totalCount,
  );
}

/** The first of several sorted lists. */
function firstOf(lists: readonly Iterable<Order>[], count: number): Order[] {
  const heads = lists.map((list) => {
    const rest = list[Symbol.iterator]();
    return { rest, head: rest.next() };
  });
  const found: Order[] = [];
  while (found.length < count) {
    let best: (typeof heads)[number] | undefined;
    for (const one of heads) {
      if (one.head.done) continue;
      if (!best || best.head.done || isListedBefore(one.head.value, best.head.value)) best = one;
    }
    if (!best || best.head.done) break;
    found.push(best.head.value);
    best.head = best.rest.next();
  }
  return found;
}

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
    if (start && !isListedBefore(start, order)) continue;
    const last = best.at(-1);
    // One more than requested shows whether there is another page.
    if (best.length > first && last && !isListedBefore(order, last)) continue;
    best.splice(insertionIndex(best, order), 0, order);
    if (best.length > first + 1) best.pop();
  }
  return pageFrom(best, first, totalCount);
}

/** @param found one more than requested shows whether there is another page */
function pageFrom(found: readonly Order[], first: number, totalCount: number): OrderPage {
  const edges = found.slice(0, first).map((node) => ({ cursor: textOf(node), node }));
  return {
    edges,
    pageInfo: { hasNextPage: found.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount,
  };
}

function insertionIndex(sorted: readonly Order[], key: OrderKey): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = sorted[middle];
    if (order && isListedBefore(order, key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function textOf({ updatedAt, id }: OrderKey): string {
  return Buffer.from(JSON.stringify([updatedAt, id])).toString('base64url');
}

function keyFrom(text: string): OrderKey {
  try {
    const [updatedAt, id] = keyShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { updatedAt, id };
  } catch {
    throw requestError('BAD_REQUEST', '`after` must be a cursor of an earlier page.');
  }
}
