import type { Order } from '@cupcakery/workflow/contracts/order';
import { orderOf, type Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import { z } from 'zod';
import { RequestFailure } from '../failures/request-failure.ts';

/** A page of orders, the newest placed first; `after` fetches the next one, null when there is none. */
export type Page = { orders: Order[]; after: string | null };

/** `first`: at most this many orders; `after`: of the page before. */
export type PageQuery = {
  status?: Order['status'] | undefined;
  stage?: string | undefined;
  first: number;
  after?: string | undefined;
};

const cursorSchema = z.tuple([z.string(), z.string()]);
type Cursor = z.infer<typeof cursorSchema>;

/**
 * One pass over the orders, keeping the first of them: sorting all of a large view for each page would stop the process
 * for a fifth of a second. Pages are sorted by time placed, then id: neither ever changes, so that no order is skipped
 * or repeated while orders move on.
 * @throws RequestFailure INVALID_CURSOR
 */
export function pageOf(
  orders: Iterable<Snapshot>,
  query: PageQuery,
  visible: (order: Order) => boolean,
): Page {
  const after = query.after === undefined ? undefined : decodeCursor(query.after);
  const best: Snapshot[] = [];
  for (const order of orders) {
    if (query.status !== undefined && order.status !== query.status) continue;
    if (query.stage !== undefined && order.stage !== query.stage) continue;
    if (after && !comesBefore(after, keyOf(order))) continue;
    const last = best.at(-1);
    // One more than requested shows whether there is another page.
    if (best.length > query.first && last && !comesBefore(keyOf(order), keyOf(last))) continue;
    if (!visible(order)) continue;
    best.splice(insertionIndex(best, keyOf(order)), 0, order);
    if (best.length > query.first + 1) best.pop();
  }
  const page = best.slice(0, query.first);
  const last = page.at(-1);
  return {
    // Without the command log: hashes of other people's keys are private.
    orders: page.map(orderOf),
    after: best.length > page.length && last ? encodeCursor(keyOf(last)) : null,
  };
}

const keyOf = (order: Order): Cursor => [order.placedAt, order.id];

/** Whether a comes before b on the pages: younger, or of the same time and with the greater id. */
function comesBefore(a: Cursor, b: Cursor): boolean {
  return a[0] === b[0] ? a[1] > b[1] : a[0] > b[0];
}

function insertionIndex(sorted: Order[], key: Cursor): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = sorted[middle];
    if (order && comesBefore(keyOf(order), key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function decodeCursor(text: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new RequestFailure('INVALID_CURSOR', { cause });
  }
}
