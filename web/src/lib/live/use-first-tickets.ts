import type { LiveState } from '@cupcakery/client/live-set';
import { emptyOrderSet } from '@cupcakery/client/order-set';
import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { FirstTicketsDocument, type FirstTicketsQuery } from '../../generated/graphql.ts';
import type { Order } from '../orders/order.ts';

/** The oldest tickets, and the number of all. */
type FirstTickets = LiveState<Order> & { total: number };

const shown = 200;
const everyMs = 5_000;

/** The oldest tickets of a stage, and how many it has, queried every few seconds; undefined before the first answer. */
export const useFirstTickets = (
  workflow: string,
  stage: string,
  wanted: boolean,
): FirstTickets | undefined => {
  const client = useClient();
  const key = JSON.stringify([workflow, stage]);
  const [found, setFound] = useState<{ key: string; tickets: FirstTickets }>();

  useEffect(() => {
    if (!wanted) return undefined;
    let isOver = false;
    const ask = async () => {
      const variables = { workflow, stage, first: shown };
      // A failure is in the answer: the last tickets stay, and the next query comes soon.
      const { data } = await client.query(FirstTicketsDocument, variables).toPromise();
      if (data && !isOver) setFound({ key, tickets: ticketsOf(data) });
    };
    void ask();
    const timer = setInterval(ask, everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [client, workflow, stage, key, wanted]);

  return wanted && found?.key === key ? found.tickets : undefined;
};

const ticketsOf = ({ tickets, orders }: FirstTicketsQuery): FirstTickets => ({
  ...emptyOrderSet<Order>(),
  orders: new Map(tickets.map(({ order }) => [order.id, order])),
  known: true,
  updatedAt: Date.now(),
  total: orders.totalCount,
});
