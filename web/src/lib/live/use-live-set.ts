import { type LiveSet, type LiveState, watchSet } from '@cupcakery/client/live-set';
import { emptyOrderSet, type OrderChange, type Versioned } from '@cupcakery/client/order-set';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useConnection } from './connection-context.ts';

const noChange = () => () => {};

/**
 * A subscription's orders, live, over every loss of the connection. Other variables start afresh.
 * @param read must be the same function at each call
 */
export const useLiveSet = <T extends Versioned>(
  query: string,
  variables: Record<string, unknown>,
  read: (data: unknown) => (OrderChange<T> & { cursor: string }) | undefined,
): LiveState<T> => {
  const connection = useConnection();
  const text = JSON.stringify(variables);
  const [live, setLive] = useState<{ key: string; set: LiveSet<T> }>();
  const empty = useRef<LiveState<T>>(emptyOrderSet<T>());

  useEffect(() => {
    const set = watchSet({ connection, query, variables: JSON.parse(text), read });
    setLive({ key: text, set });
    return () => set.stop();
  }, [connection, query, text, read]);

  // What was known under other variables is not shown under these.
  const set = live?.key === text ? live.set : undefined;
  const get = useCallback(() => set?.get() ?? empty.current, [set]);
  return useSyncExternalStore(set?.subscribe ?? noChange, get);
};
