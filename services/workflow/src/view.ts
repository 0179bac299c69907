import { isClosed } from './order.ts';
import type { Snapshot } from './records.ts';

/** Orders as order-api and gateway see them: all open ones, closed ones within bounds. */
export type OrderView = {
  /** Takes the next snapshot of an order, or null for its tombstone; returns false when it was old news. */
  apply(orderId: string, snapshot: Snapshot | null): boolean;
  get(orderId: string): Snapshot | undefined;
  /** All orders, open ones first, each group in the order in which it was last changed. */
  values(): Iterable<Snapshot>;
  open(): Iterable<Snapshot>;
  /** Drops closed orders older than `archiveAfter`. */
  expire(now: number): void;
  readonly size: number;
  /** Closed orders dropped because there were more than `maxOrders`. */
  readonly evicted: number;
};

/**
 * Folds snapshots into a bounded view. Open orders always stay.
 * @param archiveAfter seconds after which a closed order is forgotten
 * @param maxOrders above this number the oldest closed orders leave first
 */
export function createOrderView({
  archiveAfter,
  maxOrders,
}: {
  archiveAfter: number;
  maxOrders: number;
}): OrderView {
  const open = new Map<string, Snapshot>();
  // Insertion order is closing order (an order closes once), so the first is the oldest.
  const closed = new Map<string, Snapshot>();
  let evicted = 0;
  return {
    apply(orderId, snapshot) {
      if (snapshot === null) return open.delete(orderId) || closed.delete(orderId);
      const known = open.get(orderId) ?? closed.get(orderId);
      if (known && known.version >= snapshot.version) return false;
      open.delete(orderId);
      (isClosed(snapshot) ? closed : open).set(orderId, snapshot);
      while (closed.size > 0 && open.size + closed.size > maxOrders) {
        closed.delete(firstKey(closed));
        evicted += 1;
      }
      return true;
    },
    get: (orderId) => open.get(orderId) ?? closed.get(orderId),
    *values() {
      yield* open.values();
      yield* closed.values();
    },
    open: () => open.values(),
    expire(now) {
      for (const [id, snapshot] of closed) {
        if (Date.parse(snapshot.updatedAt) + archiveAfter * 1000 > now) return;
        closed.delete(id);
      }
    },
    get size() {
      return open.size + closed.size;
    },
    get evicted() {
      return evicted;
    },
  };
}

function firstKey(map: Map<string, unknown>): string {
  for (const key of map.keys()) return key;
  return '';
}
