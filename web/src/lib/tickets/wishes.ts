import { createStore, type Store } from '@cupcakery/client/store';
import type { Order, UserError } from '../orders/order.ts';

/** What somebody wants done with a ticket. */
export type Wish =
  | { kind: 'complete'; outcome?: string }
  | { kind: 'claim' }
  | { kind: 'release' }
  | { kind: 'recall' }
  | { kind: 'fail'; reason: string }
  | { kind: 'mark'; rushed?: boolean; held?: boolean };

/** A wish on its way to the kitchen. */
export type Pending = {
  wish: Wish;
  /** As it was when it was wished: its visit says which ticket is meant. */
  order: Order;
  stage: string;
  /** One key for the wish, however often it is sent. */
  key: string;
  at: number;
  /** `waiting`: for the connection or the next attempt. `answered`: done, the board is yet to hear of it. */
  phase: 'waiting' | 'sending' | 'answered';
  /** Sent at least once: it may have been done, whatever is known here. */
  sent: boolean;
  /** The order's version with the answer. */
  version?: number;
};

export type Reply = { order: Order | null; errors: readonly UserError[] } | { lost: string };

/** What became of a wish, told once. */
export type WishEnd =
  | { end: 'done'; order: Order }
  | { end: 'refused'; errors: readonly UserError[] }
  /** No answer for too long. `sent`: it may have been done nevertheless. */
  | { end: 'given-up'; sent: boolean; reason: string };

export type Wishes = Pick<Store<ReadonlyMap<string, Pending>>, 'get' | 'subscribe'> & {
  /** Puts a wish on its way; false when there is one for that order already, or too many in all. */
  add(wish: Wish, order: Order, stage: string): boolean;
  /** Takes a wish back that was not sent yet; false when it is too late for that. */
  withdraw(orderId: string): boolean;
  /** Drops what was answered once the board shows it. `versionOf`: of the board's orders; undefined: it left. */
  settle(versionOf: (orderId: string) => number | undefined): void;
};

export type WishesOptions = {
  /** One request. Must not throw. */
  send(pending: Pending): Promise<Reply>;
  /** Resolves as soon as there is a connection; at once if there is one. */
  connected(): Promise<void>;
  pause(attempt: number): Promise<void>;
  onEnd(pending: Pending, end: WishEnd): void;
  newKey(): string;
  now(): number;
};

/** More would be somebody leaning on a key. */
const most = 50;
/** A wish that waited longer may surprise: who wished it has gone on. */
const keepFor = 15 * 60_000;
/** Attempts that reached the server and got no decision. */
const attempts = 6;

/**
 * Carries wishes to the server, each under one idempotency key until it is decided. Without a connection they
 * wait and are sent when it is back, in the order they were wished; the ticket's visit keeps a late one harmless.
 */
export const createWishes = ({ send, connected, pause, onEnd, newKey, now }: WishesOptions): Wishes => {
  const store = createStore<ReadonlyMap<string, Pending>>(new Map());
  const keyOf = (orderId: string) => store.get().get(orderId)?.key;
  const update = (pending: Pending, change: Partial<Pending> | undefined): void => {
    const next = new Map(store.get());
    if (change) next.set(pending.order.id, { ...pending, ...next.get(pending.order.id), ...change });
    else next.delete(pending.order.id);
    store.set(next);
  };
  const end = (pending: Pending, how: WishEnd): void => {
    if (how.end === 'done') update(pending, { phase: 'answered', version: how.order.version });
    else update(pending, undefined);
    onEnd(pending, how);
  };

  const deliver = async (pending: Pending): Promise<void> => {
    let reason = 'there was no connection';
    let sent = false;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (attempt > 0) await pause(attempt);
      await connected();
      if (keyOf(pending.order.id) !== pending.key) return;
      if (now() - pending.at > keepFor) break;
      sent = true;
      update(pending, { phase: 'sending', sent });
      const reply = await send(pending);
      if ('lost' in reply) reason = reply.lost;
      else if (reply.order && reply.errors.length === 0)
        return end(pending, { end: 'done', order: reply.order });
      else {
        const passing = reply.errors.find(({ code }) => code === 'UNAVAILABLE' || code === 'PENDING');
        if (!passing) return end(pending, { end: 'refused', errors: reply.errors });
        reason = passing.message;
      }
      update(pending, { phase: 'waiting' });
    }
    end(pending, { end: 'given-up', sent, reason });
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    add(wish, order, stage) {
      if (store.get().has(order.id) || store.get().size >= most) return false;
      const pending: Pending = {
        wish,
        order,
        stage,
        key: newKey(),
        at: now(),
        phase: 'waiting',
        sent: false,
      };
      update(pending, {});
      void deliver(pending);
      return true;
    },
    withdraw(orderId) {
      const pending = store.get().get(orderId);
      if (!pending || pending.sent) return false;
      update(pending, undefined);
      return true;
    },
    settle(versionOf) {
      const seen = [...store.get().values()].filter(
        ({ phase, order, version = 0 }) =>
          phase === 'answered' && (versionOf(order.id) ?? Infinity) >= version,
      );
      if (seen.length === 0) return;
      const next = new Map(store.get());
      for (const { order } of seen) next.delete(order.id);
      store.set(next);
    },
  };
};
