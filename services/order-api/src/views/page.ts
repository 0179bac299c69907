import { Problem } from '@cupcakery/kit/http/problem';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { orderOf, type Snapshot } from '@cupcakery/workflow/contracts/records';
import { z } from 'zod';

/** A page of orders, the newest placed first; `after` fetches the next one, null when there is none. */
export type Page = { orders: Order[]; after: string | null };

export const pageQuery = z.strictObject({
  status: z.enum(['open', 'incident', 'finished', 'cancelled', 'scrapped']).optional(),
  stage: z.string().min(1).max(64).optional(),
  first: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(600).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

const cursorSchema = z.tuple([z.string(), z.string()]);
type Cursor = z.infer<typeof cursorSchema>;

/**
 * One pass over the orders, keeping the best of them: sorting all of a large view for each page would stop
 * the process for a fifth of a second. The order of a page is by time placed, then id: neither ever changes,
 * so nobody is skipped or seen twice while orders move on.
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
    // One more than asked for tells whether there is another page.
    if (best.length > query.first && last && !comesBefore(keyOf(order), keyOf(last))) continue;
    if (!visible(order)) continue;
    best.splice(insertionIndex(best, keyOf(order)), 0, order);
    if (best.length > query.first + 1) best.pop();
  }
  const page = best.slice(0, query.first);
  const last = page.at(-1);
  return {
    // Without the memory: hashes of other people's keys are nobody's business.
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
    const at = sorted[middle];
    if (at && comesBefore(keyOf(at), key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function encodeCursor(position: Cursor): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function decodeCursor(cursor: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new Problem(
      {
        status: 400,
        code: 'INVALID_CURSOR',
        title: 'The cursor does not fit',
        errors: [{ field: 'after', detail: 'must be the `after` of an earlier page' }],
      },
      error,
    );
  }
}
