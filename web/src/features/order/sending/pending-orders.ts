import type { Values } from '../../../lib/details/values.ts';
import { parseRecord } from '../../../lib/storage/parse-record.ts';

/** An order that was accepted and is not decided yet: what it takes to request the decision, or to correct it. */
export type PendingOrder = { key: string; details: unknown; values: Values };

// Of this tab: a reload of the order's page still finds out what became of it.
const keyOf = (orderId: string) => `cupcakery.pending.${orderId}`;

export const savePending = (
  orderId: string,
  pending: PendingOrder,
  storage: Pick<Storage, 'setItem'> = sessionStorage,
): void => storage.setItem(keyOf(orderId), JSON.stringify(pending));

export const loadPending = (
  orderId: string,
  storage: Pick<Storage, 'getItem'> = sessionStorage,
): PendingOrder | undefined => {
  const { key, details, values } = parseRecord(storage.getItem(keyOf(orderId)));
  if (typeof key !== 'string' || typeof values !== 'object' || values === null) return undefined;
  const texts = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { key, details, values: Object.fromEntries(texts) };
};

export const clearPending = (orderId: string, storage: Pick<Storage, 'removeItem'> = sessionStorage): void =>
  storage.removeItem(keyOf(orderId));
