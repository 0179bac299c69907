/** What the set requires of an order. */
export type Versioned = { id: string; version: number };

export type OrderChange<T extends Versioned> = {
  kind: 'SNAPSHOT' | 'CHANGE';
  orders: readonly T[];
  removed: readonly string[];
  /** The removed orders as they are now, if the subscription selects them. */
  gone?: readonly T[];
};

/** The orders that match a subscription's filter, by id. */
export type OrderSet<T extends Versioned> = {
  orders: ReadonlyMap<string, T>;
  /** Versions of orders that left, so that a repeated change cannot bring one back. The most recent only. */
  left: ReadonlyMap<string, number>;
  /** What is known of orders that left: where they went, or how they ended. The most recent only. */
  gone: ReadonlyMap<string, T>;
  /** Increases when orders leave, and with a snapshot, which may hide that some have left. */
  departures: number;
  /** False until the first snapshot: an empty set then means "not known yet". */
  known: boolean;
};

const maxLeft = 2_000;
const maxGone = 200;

export function emptyOrderSet<T extends Versioned>(): OrderSet<T> {
  return {
    orders: new Map(),
    left: new Map(),
    gone: new Map(),
    departures: 0,
    known: false,
  };
}

/**
 * Applies payloads in their order. A snapshot replaces everything; a change counts only if its version is newer
 * than the known one, so repeats after a reconnection do nothing; a removal deletes.
 */
export function applyChanges<T extends Versioned>(
  set: OrderSet<T>,
  changes: readonly OrderChange<T>[],
): OrderSet<T> {
  if (changes.length === 0) return set;
  let orders = new Map(set.orders);
  let left = new Map(set.left);
  const gone = new Map(set.gone);
  let departures = set.departures;
  for (const change of changes) {
    if (change.kind === 'SNAPSHOT') {
      orders = new Map();
      left = new Map();
      departures += 1;
    }
    for (const order of change.orders) {
      const known = orders.get(order.id)?.version ?? left.get(order.id) ?? 0;
      if (order.version <= known) continue;
      orders.set(order.id, order);
      left.delete(order.id);
      gone.delete(order.id);
    }
    for (const id of change.removed) {
      const order = orders.get(id);
      if (!order) continue;
      departures += 1;
      orders.delete(id);
      left.set(id, order.version);
    }
    for (const order of change.gone ?? []) {
      if (orders.has(order.id)) continue;
      // Deleted first, so that the most recent is last.
      gone.delete(order.id);
      gone.set(order.id, order);
    }
  }
  dropOldest(left, maxLeft);
  dropOldest(gone, maxGone);
  return { orders, left, gone, departures, known: true };
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const id of map.keys()) {
    if (map.size <= most) return;
    map.delete(id);
  }
}
