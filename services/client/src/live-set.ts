import type { Connection } from './connection.ts';
import { applyChanges, emptyOrderSet, type OrderChange, type OrderSet, type Versioned } from './order-set.ts';
import { createStore, type Store } from './store.ts';
import { openStream } from './stream.ts';
import type { StreamProblem } from './stream-problem.ts';

/** What is known of a subscription's orders, and how fresh it is. */
export type LiveState<T extends Versioned> = OrderSet<T> & {
  /** When the last payload was applied, ms by the server's clock; undefined before the first. */
  updatedAt?: number;
  /** Why nothing arrives although the connection is open. */
  problem?: StreamProblem;
};

/** A set of orders that is kept up to date. */
export type LiveSet<T extends Versioned> = Pick<Store<LiveState<T>>, 'get' | 'subscribe'> & { stop(): void };

/** A burst of changes is published once: a hundred orders a second cause ten renderings, not a hundred. */
const publishEveryMs = 100;

/**
 * Follows a subscription over every loss of the connection; nothing is missed and nothing counts twice.
 * @param query the subscription's text, with the variable `after`
 * @param read the payload within the answer's data, its orders (or what has their id and version) as `orders`
 */
export function watchSet<T extends Versioned>(options: {
  connection: Connection;
  query: string;
  variables: Record<string, unknown>;
  read(data: unknown): (OrderChange<T> & { cursor: string }) | undefined;
}): LiveSet<T> {
  const { connection, query, variables, read } = options;
  const store = createStore<LiveState<T>>(emptyOrderSet<T>());
  let pending: OrderChange<T>[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const publish = () => {
    timer = undefined;
    if (pending.length === 0) return;
    store.set({
      ...applyChanges(store.get(), pending),
      updatedAt: Date.now() + (connection.clock.get().offsetMs ?? 0),
    });
    pending = [];
    timer = setTimeout(publish, publishEveryMs);
  };

  const stop = openStream({
    connection,
    query,
    variables,
    read,
    onPayload(payload) {
      pending.push(payload);
      if (timer === undefined) publish();
    },
    onProblem(problem) {
      const { problem: before, ...rest } = store.get();
      if (problem === before) return;
      store.set(problem ? { ...rest, problem } : rest);
    },
  });
  return {
    get: store.get,
    subscribe: store.subscribe,
    stop() {
      clearTimeout(timer);
      stop();
    },
  };
}
