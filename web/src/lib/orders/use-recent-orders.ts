import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type OrderStatus, RecentOrdersDocument } from '../../generated/graphql.ts';
import type { Order } from './order.ts';

export type RecentOrders = { orders: Order[]; total: number };

/** At most one request in this time, however fast orders are finished. */
const askEvery = 1_000;

/**
 * The orders of some states that changed last, asked for again whenever `trigger` changes: a list of a few, which
 * a subscription to all orders of a day would be too much for. Undefined until the first answer; a failed request
 * keeps what was there, since the next change asks again.
 */
export const useRecentOrders = (
  workflow: string,
  status: readonly OrderStatus[],
  first: number,
  trigger: unknown,
): RecentOrders | undefined => {
  const client = useClient();
  const [recent, setRecent] = useState<RecentOrders>();
  const askedAt = useRef(0);
  const states = status.join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `trigger` says when to ask again
  useEffect(() => {
    let current = true;
    const ask = async () => {
      askedAt.current = Date.now();
      const variables = { workflow, first, status: states.split(',') as OrderStatus[] };
      const { data } = await client.query(RecentOrdersDocument, variables).toPromise();
      if (!data || !current) return;
      setRecent({ orders: data.orders.edges.map(({ node }) => node), total: data.orders.totalCount });
    };
    // The wait is kept under a steady stream of triggers: it is counted from the request before.
    const timer = setTimeout(ask, Math.max(0, askedAt.current + askEvery - Date.now()));
    return () => {
      clearTimeout(timer);
      current = false;
    };
  }, [client, workflow, states, first, trigger]);

  return recent;
};
