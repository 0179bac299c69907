import { useCallback, useMemo, useState } from 'react';
import type { LiveTickets } from '../../../lib/live/use-live-tickets.ts';
import type { Order } from '../../../lib/orders/order.ts';
import { sortForBoard } from '../../../lib/tickets/board-order.ts';

/**
 * What a board shows: the open tickets, and those that were taken from it by a cancellation or an incident, until
 * somebody has seen that.
 */
export const useStageTickets = (live: LiveTickets) => {
  const [seen, setSeen] = useState<ReadonlyMap<string, number>>(new Map());
  const acknowledge = useCallback((order: Order) => {
    setSeen((before) => new Map([...before, [order.id, order.version]]));
  }, []);

  const orders = useMemo(() => {
    const lost = [...live.gone.values()].filter(
      ({ id, status, version }) =>
        (status === 'CANCELLED' || status === 'SCRAPPED' || status === 'INCIDENT') &&
        (seen.get(id) ?? 0) < version,
    );
    return new Map(sortForBoard([...live.orders.values(), ...lost]).map((order) => [order.id, order]));
  }, [live.orders, live.gone, seen]);

  return { orders, acknowledge };
};
