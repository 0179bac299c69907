import { useEffect, useRef, useState } from 'react';
import type { LiveTickets } from '../live/use-live-tickets.ts';
import type { Order } from '../orders/order.ts';
import type { Pending } from '../tickets/wishes.ts';
import type { Chime } from './chimes.ts';

/**
 * Chimes for what others did to a board, and remembers which tickets they changed and when (ms).
 * @param own what this screen has on its way: nobody needs to be told of that
 */
export const useTicketNews = (
  live: LiveTickets,
  own: ReadonlyMap<string, Pending>,
  play: (chime: Chime) => void,
): ReadonlyMap<string, number> => {
  const before = useRef<LiveTickets>(undefined);
  const [changed, setChanged] = useState<ReadonlyMap<string, number>>(new Map());

  useEffect(() => {
    const was = before.current;
    before.current = live.known ? live : undefined;
    if (!was || !live.known || was === live) return;
    const cancelled = [...live.gone.values()].some(
      ({ id, status }) => status === 'CANCELLED' && was.orders.has(id),
    );
    const came = [...live.orders.keys()].some((id) => !was.orders.has(id) && !own.has(id));
    const different = [...live.orders.values()].filter((order) => {
      const old = was.orders.get(order.id);
      return old && old !== order && !own.has(order.id) && looksOther(old, order);
    });
    if (different.length > 0) {
      const now = Date.now();
      setChanged((known) => {
        const kept = [...known].filter(([id]) => live.orders.has(id));
        return new Map([...kept, ...different.map(({ id }): [string, number] => [id, now])]);
      });
    }
    if (cancelled) play('cancelled');
    else if (different.length > 0) play('changed');
    else if (came) play('new');
  }, [live, own, play]);

  return changed;
};

/** Whether a cook would have to look again. Who took it, and its age, the ticket says anyway. */
const looksOther = (old: Order, order: Order): boolean =>
  old.rushed !== order.rushed ||
  old.held !== order.held ||
  JSON.stringify(old.details) !== JSON.stringify(order.details);
