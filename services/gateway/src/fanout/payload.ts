import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Change } from '../log/change.ts';

/** What a subscriber gets: everything that matches, or what changed since the payload before. */
export type StreamPayload = {
  kind: 'SNAPSHOT' | 'CHANGE';
  cursor: string;
  orders: Order[];
  removed: string[];
  /** Those of `removed` that still exist, as they are now. */
  gone: Order[];
};

/** The part of a payload that is made of changes. */
export type PayloadContent = Pick<StreamPayload, 'orders' | 'removed' | 'gone'>;

/** A change that concerns a subscriber: the order belongs to its selection, or leaves it. */
export type Effect = { change: Change; effect: 'in' | 'out' };

/** Changes that wait for a subscriber. Others share them: an entry costs a few machine words. */
export type EffectQueue = {
  readonly length: number;
  /** Bytes of the records behind the entries. */
  readonly bytes: number;
  push(effect: Effect): void;
  clear(): void;
  /**
   * Dequeues what fits into one payload. An order is never in both `orders` and `removed` of a payload, since a client
   * could not tell which came last: its other change begins the next payload.
   * @param max orders in the payload
   * @param maySee whether the subscriber may see an order that no longer matches its filter
   * @param onDequeued called with each change, in order
   */
  dequeue(
    max: number,
    maySee: (order: Order) => boolean,
    onDequeued: (change: Change) => void,
  ): PayloadContent;
};

export function createEffectQueue(): EffectQueue {
  let entries: Effect[] = [];
  // The start moves instead of the entries: `shift` of a long queue copies it.
  let start = 0;
  let bytes = 0;
  return {
    get length() {
      return entries.length - start;
    },
    get bytes() {
      return bytes;
    },
    push(effect) {
      entries.push(effect);
      bytes += effect.change.bytes;
    },
    clear() {
      entries = [];
      start = 0;
      bytes = 0;
    },
    dequeue(max, maySee, onDequeued) {
      const orders: Order[] = [];
      const removed = new Map<string, Order | null>();
      const last = new Map<string, 'in' | 'out'>();
      for (let entry = entries[start]; entry && orders.length + removed.size < max; entry = entries[start]) {
        const { change, effect } = entry;
        if ((last.get(change.orderId) ?? effect) !== effect) break;
        last.set(change.orderId, effect);
        if (effect === 'out') removed.set(change.orderId, change.after);
        else if (change.after) orders.push(change.after);
        start += 1;
        bytes -= change.bytes;
        onDequeued(change);
      }
      if (start === entries.length) this.clear();
      const gone = [...removed.values()].filter((order) => order !== null).filter(maySee);
      return { orders, removed: [...removed.keys()], gone };
    },
  };
}
