import { useEffect, useEffectEvent, useState } from 'react';
import type { LiveOrders } from '../../../lib/live/use-live-orders.ts';
import { t } from '../../../lib/texts/texts.ts';

/** At most one sentence in this time: a burst would talk without end. */
const announceEveryMs = 8_000;

/** Announces to screen readers what arrived and left since the last announcement. */
export const BoardAnnouncements = ({ live }: { live: LiveOrders }) => {
  const [words, setWords] = useState('');

  /** Compares with the orders of the last announcement; returns those to compare with next. */
  const announce = useEffectEvent((before: LiveOrders | undefined): LiveOrders | undefined => {
    if (!live.known) return undefined;
    if (!before) return live;
    const came = [...live.orders.keys()].filter((id) => !before.orders.has(id)).length;
    const went = [...before.orders.keys()].filter((id) => !live.orders.has(id)).length;
    if (came + went > 0)
      setWords(t('board.announcement', { came: orders(came), went: orders(went), count: live.orders.size }));
    return live;
  });

  useEffect(() => {
    let before = announce(undefined);
    const timer = setInterval(() => {
      before = announce(before);
    }, announceEveryMs);
    return () => clearInterval(timer);
  }, []);

  return (
    <p className="visually-hidden" role="status">
      {words}
    </p>
  );
};

const orders = (count: number): string => t('board.orders', { count });
