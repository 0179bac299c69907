import { stringifyDocument } from '@urql/core';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import {
  OrderChangesDocument,
  type OrderChangesSubscription,
  type OrderChangesSubscriptionVariables,
} from '../../generated/graphql.ts';
import type { Order } from '../orders/order.ts';
import { useConnection } from './connection-context.ts';
import { applyChanges, emptyOrderSet, type OrderChange, type OrderSet } from './order-set.ts';
import { createStore } from './store.ts';
import { openStream } from './stream.ts';
import type { StreamProblem } from './stream-problem.ts';

export type LiveOrders = OrderSet<Order> & {
  /** When the last payload was taken in, ms; undefined before the first. */
  updatedAt?: number;
  problem?: StreamProblem;
};

/** A burst of changes is drawn once: a hundred orders a second are ten drawings, not a hundred. */
const drawEvery = 100;
const query = stringifyDocument(OrderChangesDocument);

/** The orders of a filter, live. A change of workflow or filter begins anew. */
export const useLiveOrders = (
  variables: Pick<OrderChangesSubscriptionVariables, 'workflow' | 'filter'>,
): LiveOrders => {
  const connection = useConnection();
  const text = JSON.stringify(variables);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a store belongs to one filter
  const store = useMemo(() => createStore<LiveOrders>(emptyOrderSet<Order>()), [text]);
  const [problem, setProblem] = useState<StreamProblem>();

  useEffect(() => {
    let waiting: OrderChange<Order>[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      if (waiting.length === 0) return;
      store.set({ ...applyChanges(store.get(), waiting), updatedAt: Date.now() });
      waiting = [];
      timer = setTimeout(draw, drawEvery);
    };
    const stop = openStream({
      connection,
      query,
      variables: JSON.parse(text),
      read: (data) => (data as OrderChangesSubscription | null)?.orders,
      onPayload(payload) {
        waiting.push(payload);
        if (timer === undefined) draw();
      },
      onProblem: setProblem,
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [connection, store, text]);

  const live = useSyncExternalStore(store.subscribe, store.get);
  return problem ? { ...live, problem } : live;
};
