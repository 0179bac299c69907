import type { Order } from '@cupcakery/workflow/contracts/order';
import { orderOf, readSnapshot, type Snapshot } from '@cupcakery/workflow/contracts/records';
import { createOrderView } from '@cupcakery/workflow/views/view';
import type { ReadRecord } from '../orders/replies.ts';

/** The orders of one workflow as this process knows them. */
export type OrderReads = {
  /** The order, as young as the view or the replies that came here have it. */
  get(orderId: string): Order | undefined;
  /** All orders; bounded by `maxOrders`. */
  values(): Iterable<Snapshot>;
  open(): Iterable<Snapshot>;
  /** Keeps an order from a reply until the view has read as far, so that who was answered finds it. */
  rememberUntilViewCatchesUp(order: Order): void;
  receive(records: readonly ReadRecord[]): void;
  expire(now: number): void;
  readonly size: number;
  readonly evicted: number;
};

/** Replies are ahead of the view by milliseconds; this many orders are far more than that brings. */
const maxAheadOfView = 10_000;

/** @param onUnreadable told of a snapshot that could not be read and was left out */
export function createOrderReads(options: {
  archiveAfter: number;
  maxOrders: number;
  onUnreadable: (record: ReadRecord, error: unknown) => void;
}): OrderReads {
  const view = createOrderView(options);
  const aheadOfView = new Map<string, Order>();

  function apply(record: ReadRecord): void {
    if (record.key === null) return;
    try {
      const snapshot = record.value === null ? null : readSnapshot(record.value);
      view.apply(record.key, snapshot);
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
