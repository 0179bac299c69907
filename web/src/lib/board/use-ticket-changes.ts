import { useEffect, useRef, useState } from 'react';
import type { LiveTickets } from '../live/use-live-tickets.ts';
import type { Order } from '../orders/order.ts';
import type { PendingCommand } from '../tickets/command-queue.ts';
import { currentTime } from '../time/clock.ts';
import type { Chime } from './sound/chimes.ts';

/**
 * Chimes for what others did to a board, and records which tickets they changed and when (ms).
 * @param own commands of this screen: no chime is needed for them
 */
export const useTicketChanges = (
  live: LiveTickets,
  own: ReadonlyMap<string, PendingCommand>,
  play: (chime: Chime) => void,
): ReadonlyMap<string, number> => {
  const before = useRef<LiveTickets>(undefined);
  const [changed, setChanged] = useState<ReadonlyMap<string, number>>(new Map());

  useEffect(() => {
    const previous = before.current;
    before.current = live.known ? live : undefined;
    if (!previous || !live.known || previous === live) return;
    const cancelled = [...live.gone.values()].some(
      ({ id, status }) => status === 'CANCELLED' && previous.orders.has(id),
    );
    const arrived = [...live.orders.keys()].some((id) => !previous.orders.has(id) && !own.has(id));
    const different = [...live.orders.values()].filter((order) => {
      const old = previous.orders.get(order.id);
      return old && old !== order && !own.has(order.id) && differsForCook(old, order);
    });
    if (different.length > 0) {
      const now = currentTime();
      setChanged((known) => {
        const kept = [...known].filter(([id]) => live.orders.has(id));
        return new Map([...kept, ...different.map(({ id }): [string, number] => [id, now])]);
      });
    }
    if (cancelled) play('cancelled');
    else if (different.length > 0) play('changed');
    else if (arrived) play('new');
  }, [live, own, play]);

  return changed;
};

/** Whether a cook would have to look again. The ticket itself shows who took it, and its age. */
const differsForCook = (old: Order, order: Order): boolean =>
  old.rushed !== order.rushed ||
  old.held !== order.held ||
  JSON.stringify(old.details) !== JSON.stringify(order.details);
