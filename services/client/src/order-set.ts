/** What the set needs to know of an order. */
export type Versioned = { id: string; version: number };

export type OrderChange<T extends Versioned> = {
  kind: 'SNAPSHOT' | 'CHANGE';
  orders: readonly T[];
  removed: readonly string[];
  /** The removed ones as they are now, where the subscription asks for them. */
  gone?: readonly T[];
};

/** The orders that match a subscription's filter, by id. */
export type OrderSet<T extends Versioned> = {
  orders: ReadonlyMap<string, T>;
  /** Version of orders that left, so that a change told twice cannot bring one back. The youngest only. */
  left: ReadonlyMap<string, number>;
  /** What is known of orders that left: where they went, or how they ended. The youngest only. */
  gone: ReadonlyMap<string, T>;
  /** Rises when orders leave, and with a snapshot, which may hide that some have left. */
  departures: number;
  /** False until the first snapshot: an empty set then means "not known yet". */
  known: boolean;
};

const rememberLeft = 2_000;
const rememberGone = 200;

export const emptyOrderSet = <T extends Versioned>(): OrderSet<T> => ({
  orders: new Map(),
  left: new Map(),
  gone: new Map(),
  departures: 0,
  known: false,
});

/**
 * Applies payloads in their order. A snapshot replaces everything; a change counts only if its version is newer
 * than the known one, so repeats after a reconnection do nothing; a removal deletes.
 */
export const applyChanges = <T extends Versioned>(
  set: OrderSet<T>,
  changes: readonly OrderChange<T>[],
): OrderSet<T> => {
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
      // Anew, so that the youngest is last.
      gone.delete(order.id);
      gone.set(order.id, order);
    }
  }
  forgetOldest(left, rememberLeft);
  forgetOldest(gone, rememberGone);
  return { orders, left, gone, departures, known: true };
};

const forgetOldest = (map: Map<string, unknown>, most: number): void => {
  for (const id of map.keys()) {
    if (map.size <= most) return;
    map.delete(id);
  }
};
