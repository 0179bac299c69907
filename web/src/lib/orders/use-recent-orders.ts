import { useMemo } from 'react';
import { type OrderStatus, RecentOrdersDocument } from '../../generated/graphql.ts';
import { usePolled } from '../graphql/use-polled.ts';
import type { Order } from './order.ts';

export type RecentOrders = { orders: Order[]; total: number };

/**
 * The orders of some states that changed last, queried again whenever `trigger` changes: a list of a few, which
 * a subscription to all orders of a day would be too much for. Undefined until the first answer; a failed request
 * keeps the last list, since the next change queries again.
 */
export const useRecentOrders = (
  workflow: string,
  status: readonly OrderStatus[],
  first: number,
  trigger: unknown,
): RecentOrders | undefined => {
  const variables = { workflow, first, status: [...status] };
  const { data } = usePolled(RecentOrdersDocument, variables, undefined, trigger);
  return useMemo(
    () => data && { orders: data.orders.edges.map(({ node }) => node), total: data.orders.totalCount },
    [data],
  );
};
