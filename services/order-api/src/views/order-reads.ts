import type { Order } from '@cupcakery/workflow/contracts/order';
import { orderOf, readSnapshot, type Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import { createOrderView } from '@cupcakery/workflow/views/view';
import type { OnUnreadable, ReadRecord } from './read-record.ts';

/** The orders of one workflow as this process knows them. */
export type OrderReads = {
  /** The order, as recent as the view and the replies received here have it. */
  get(orderId: string): Order | undefined;
  /** All orders; bounded by `maxOrders`. */
  values(): Iterable<Snapshot>;
  open(): Iterable<Snapshot>;
  /** Keeps an order from a reply until the view has caught up with it, so that callers read their own writes. */
  rememberUntilViewCatchesUp(order: Order): void;
  receive(records: readonly ReadRecord[]): void;
  expire(now: number): void;
  readonly size: number;
  readonly evicted: number;
};

/** Replies are ahead of the view by milliseconds; this is far more than the orders of that time. */
const maxAheadOfView = 10_000;

/** @param options.onUnreadable called with a snapshot that could not be read and was left out */
export function createOrderReads(options: {
  archiveAfter: number;
  maxOrders: number;
  onUnreadable: OnUnreadable;
  /** Called with each order that was not known here. */
  onNew?: (order: Snapshot) => void;
}): OrderReads {
  const view = createOrderView(options);
  const aheadOfView = new Map<string, Order>();

  function apply(record: ReadRecord): void {
    if (record.key === null) return;
    try {
      const snapshot = record.value === null ? null : readSnapshot(record.value);
      const isNew = snapshot !== null && view.get(record.key) === undefined;
      if (view.apply(record.key, snapshot) && isNew) options.onNew?.(snapshot);
      const ahead = aheadOfView.get(record.key);
      if (ahead && (snapshot === null || snapshot.version >= ahead.version)) aheadOfView.delete(record.key);
    } catch (error) {
      options.onUnreadable(record, error);
    }
  }

  return {
    get(orderId) {
      const snapshot = view.get(orderId);
      const ahead = aheadOfView.get(orderId);
      if (ahead && ahead.version > (snapshot?.version ?? 0)) return ahead;
      return snapshot && orderOf(snapshot);
    },
    values: () => view.values(),
    open: () => view.open(),
    rememberUntilViewCatchesUp(order) {
      if (order.version <= (view.get(order.id)?.version ?? 0)) return;
      aheadOfView.delete(order.id);
      aheadOfView.set(order.id, order);
      const [oldest] = aheadOfView.keys();
      if (aheadOfView.size > maxAheadOfView && oldest !== undefined) aheadOfView.delete(oldest);
    },
    receive(records) {
      for (const record of records) apply(record);
    },
    expire: (now) => view.expire(now),
    get size() {
      return view.size;
    },
    get evicted() {
      return view.evicted;
    },
  };
}
