import type { Connection } from './connection.ts';
import { applyChanges, emptyOrderSet, type OrderChange, type OrderSet, type Versioned } from './order-set.ts';
import { createStore, type Store } from './store.ts';
import { openStream } from './stream.ts';
import type { StreamProblem } from './stream-problem.ts';

/** What is known of a subscription's orders, and how fresh it is. */
export type LiveState<T extends Versioned> = OrderSet<T> & {
  /** When the last payload was taken in, ms; undefined before the first. */
  updatedAt?: number;
  /** Why nothing comes though the connection stands. */
  problem?: StreamProblem;
};

/** A set of orders that keeps itself up to date. */
export type LiveSet<T extends Versioned> = Pick<Store<LiveState<T>>, 'get' | 'subscribe'> & { stop(): void };

/** A burst of changes is told once: a hundred orders a second are ten drawings, not a hundred. */
const tellEvery = 100;

/**
 * Follows a subscription over every loss of the connection; nothing is missed and nothing counts twice.
 * @param query the subscription's text, with the variable `after`
 * @param read the payload within the answer's data, its orders (or what has their id and version) as `orders`
 */
export const watchSet = <T extends Versioned>(options: {
  connection: Connection;
  query: string;
  variables: Record<string, unknown>;
  read(data: unknown): (OrderChange<T> & { cursor: string }) | undefined;
}): LiveSet<T> => {
  const { connection, query, variables, read } = options;
  const store = createStore<LiveState<T>>(emptyOrderSet<T>());
  let waiting: OrderChange<T>[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    timer = undefined;
    if (waiting.length === 0) return;
    store.set({ ...applyChanges(store.get(), waiting), updatedAt: Date.now() });
    waiting = [];
    timer = setTimeout(tell, tellEvery);
  };

  const stop = openStream({
    connection,
    query,
    variables,
    read,
    onPayload(payload) {
      waiting.push(payload);
      if (timer === undefined) tell();
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
};
