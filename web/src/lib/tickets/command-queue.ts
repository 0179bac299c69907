import { createStore, type Store } from '@cupcakery/client/store';
import type { Order, UserError } from '../orders/order.ts';
import { t } from '../texts/texts.ts';

/** A command for a ticket. */
export type TicketCommand =
  | { kind: 'complete'; outcome?: string }
  | { kind: 'claim' }
  | { kind: 'release' }
  | { kind: 'recall' }
  | { kind: 'fail'; reason: string }
  | { kind: 'mark'; rushed?: boolean; held?: boolean };

/** A command that the server has not decided yet, or whose effect the board does not show yet. */
export type PendingCommand = {
  command: TicketCommand;
  /** As it was when the command was given: its visit identifies the ticket. */
  order: Order;
  stage: string;
  /** One idempotency key for the command, however often it is sent. */
  key: string;
  at: number;
  /** `waiting`: for the connection or the next attempt. `answered`: done, but not on the board yet. */
  phase: 'waiting' | 'sending' | 'answered';
  /** At a wall screen: the token of who worked there when the command was given. */
  cook?: string;
  /** Sent at least once: it may have been done, even without an answer. */
  sent: boolean;
  /** The order's version in the answer. */
  version?: number;
};

export type Reply = { order: Order | null; errors: readonly UserError[] } | { lost: string };

/** The outcome of a command, reported once. */
export type CommandOutcome =
  | { end: 'done'; order: Order }
  | { end: 'refused'; errors: readonly UserError[] }
  /** No answer for too long. `sent`: it may have been done nevertheless. */
  | { end: 'given-up'; sent: boolean; reason: string };

export type CommandQueue = Pick<Store<ReadonlyMap<string, PendingCommand>>, 'get' | 'subscribe'> & {
  /** Adds a command; false when there is one for that order already, or too many in all. */
  add(command: TicketCommand, order: Order, stage: string): boolean;
  /** Removes a command that was not sent yet; false when it is too late for that. */
  withdraw(orderId: string): boolean;
  /** Drops what was answered once the board shows it. `versionOf`: of the board's orders; undefined: it left. */
  settle(versionOf: (orderId: string) => number | undefined): void;
};

export type CommandQueueOptions = {
  /** One request. Must not throw. */
  send(pending: PendingCommand): Promise<Reply>;
  /** Resolves as soon as there is a connection; at once if there is one. */
  connected(): Promise<void>;
  pause(attempt: number): Promise<void>;
  onEnd(pending: PendingCommand, end: CommandOutcome): void;
  newKey(): string;
  /** At a wall screen: the token of who works there. */
  cook?(): string | undefined;
  now(): number;
};

/** More only come from a key that is held down. */
const maxPending = 50;
/** A command that waited longer may surprise the cook, who has moved on. */
const maxAgeMs = 15 * 60_000;
/** Attempts that reached the server and got no decision. */
const maxAttempts = 6;

/**
 * Sends commands to the server, each with one idempotency key until it is decided. Without a connection they wait and
 * are sent when it is back, in the order in which they were given; the ticket's visit makes a late one harmless.
 */
export const createCommandQueue = ({
  send,
  connected,
  pause,
  onEnd,
  newKey,
  cook,
  now,
}: CommandQueueOptions): CommandQueue => {
  const store = createStore<ReadonlyMap<string, PendingCommand>>(new Map());
  const keyOf = (orderId: string) => store.get().get(orderId)?.key;
  const update = (pending: PendingCommand, change: Partial<PendingCommand> | undefined): void => {
    const next = new Map(store.get());
    if (change) next.set(pending.order.id, { ...pending, ...next.get(pending.order.id), ...change });
    else next.delete(pending.order.id);
    store.set(next);
  };
  const end = (pending: PendingCommand, outcome: CommandOutcome): void => {
    if (outcome.end === 'done') update(pending, { phase: 'answered', version: outcome.order.version });
    else update(pending, undefined);
    onEnd(pending, outcome);
  };

  const deliver = async (pending: PendingCommand): Promise<void> => {
    let reason = t('command.noConnection');
    let sent = false;
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      if (attempt > 0) await pause(attempt);
      await connected();
      if (keyOf(pending.order.id) !== pending.key) return;
      if (now() - pending.at > maxAgeMs) break;
      sent = true;
      update(pending, { phase: 'sending', sent });
      const reply = await send(pending);
      if ('lost' in reply) reason = reply.lost;
      else if (reply.order && reply.errors.length === 0)
        return end(pending, { end: 'done', order: reply.order });
      else {
        const temporary = reply.errors.find(({ code }) => code === 'UNAVAILABLE' || code === 'PENDING');
        if (!temporary) return end(pending, { end: 'refused', errors: reply.errors });
        reason = temporary.message;
      }
      update(pending, { phase: 'waiting' });
    }
    end(pending, { end: 'given-up', sent, reason });
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    add(command, order, stage) {
      if (store.get().has(order.id) || store.get().size >= maxPending) return false;
      const worker = cook?.();
      const pending: PendingCommand = {
        command,
        order,
        stage,
        key: newKey(),
        at: now(),
        phase: 'waiting',
        sent: false,
        ...(worker === undefined ? {} : { cook: worker }),
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
      const all = store.get();
      const kept = [...all].filter(([id, pending]) => !isSettled(pending, versionOf(id)));
      if (kept.length < all.size) store.set(new Map(kept));
    },
  };
};

/** Whether the board shows the effect of a command; undefined: the order left the board. */
const isSettled = ({ phase, version = 0 }: PendingCommand, shown: number | undefined): boolean =>
  phase === 'answered' && (shown ?? Infinity) >= version;
