import { isClosed } from '../contracts/order.ts';
import type { Snapshot } from '../contracts/snapshot.ts';

/** Orders as order-api and gateway see them: all open ones, closed ones within bounds. */
export type OrderView = {
  /** Applies the next snapshot of an order, or null for its tombstone; returns false if it was outdated. */
  apply(orderId: string, snapshot: Snapshot | null): boolean;
  get(orderId: string): Snapshot | undefined;
  /** All orders, open ones first, each group in the order in which the last changes arrived. */
  values(): Iterable<Snapshot>;
  open(): Iterable<Snapshot>;
  /** Drops closed orders older than `archiveAfter`, to the minute. */
  expire(now: number): void;
  readonly size: number;
  /** Closed orders dropped because there were more than `maxOrders`. */
  readonly evicted: number;
};

/**
 * Folds snapshots into a bounded view. Open orders always stay. `apply` runs in constant time.
 * @param archiveAfter seconds after which a closed order is dropped
 * @param maxOrders above this number the oldest closed orders (to the minute) are dropped first
 * @param onReplaced called with every change, before and after; undefined: not in the view
 */
export function createOrderView({
  archiveAfter,
  maxOrders,
  onReplaced = () => {},
}: {
  archiveAfter: number;
  maxOrders: number;
  onReplaced?: (before: Snapshot | undefined, after: Snapshot | undefined) => void;
}): OrderView {
  const open = new Map<string, Snapshot>();
  const closed = new Map<string, Snapshot>();
  const byAge = createMinutes();
  let evicted = 0;

  function dropClosed(orderId: string): boolean {
    const known = closed.get(orderId);
    if (known) onReplaced(known, undefined);
    return closed.delete(orderId);
  }

  return {
    apply(orderId, snapshot) {
      const known = open.get(orderId) ?? closed.get(orderId);
      if (snapshot === null) {
        if (known) onReplaced(known, undefined);
        return open.delete(orderId) || closed.delete(orderId);
      }
      if (known && known.version >= snapshot.version) return false;
      open.delete(orderId);
      if (isClosed(snapshot)) {
        closed.set(orderId, snapshot);
        byAge.add(orderId, Date.parse(snapshot.updatedAt));
      } else {
        open.set(orderId, snapshot);
      }
      onReplaced(known, snapshot);
      while (closed.size > 0 && open.size + closed.size > maxOrders) {
        const oldest = byAge.pop();
        if (oldest === undefined) break;
        if (dropClosed(oldest)) evicted += 1;
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
      for (;;) {
        const id = byAge.pop(now - archiveAfter * 1000);
        if (id === undefined) return;
        dropClosed(id);
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

const minute = 60_000;

/**
 * Ids by the minute in which their order closed. Order of arrival does not work: a restore reads one partition after
 * the other, so an old order may arrive after a young one and would be kept as long.
 * Lists instead of Sets, because V8 finds a Set's first entry only by walking over all deleted ones.
 */
function createMinutes() {
  const ids = new Map<number, string[]>();
  // Ascending; nearly always appended to, and at most archiveAfter in minutes long.
  const minutes: number[] = [];
  return {
    add(id: string, time: number): void {
      const closedIn = Number.isNaN(time) ? 0 : Math.floor(time / minute);
      const present = ids.get(closedIn);
      if (present) {
        present.push(id);
        return;
      }
      ids.set(closedIn, [id]);
      let i = minutes.length;
      while (i > 0 && (minutes[i - 1] ?? 0) > closedIn) i--;
      minutes.splice(i, 0, closedIn);
    },
    /** Removes and returns an id from the oldest minute if that ended by `until`; it may have had a tombstone since. */
    pop(until = Number.POSITIVE_INFINITY): string | undefined {
      for (;;) {
        const [closedIn] = minutes;
        if (closedIn === undefined || (closedIn + 1) * minute > until) return undefined;
        const id = ids.get(closedIn)?.pop();
        if (id !== undefined) return id;
        ids.delete(closedIn);
        minutes.shift();
      }
    },
  };
}
