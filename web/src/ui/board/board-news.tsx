import { useEffect, useRef, useState } from 'react';
import type { LiveOrders } from '../../lib/live/use-live-orders.ts';

/** At most one sentence in this time: a rush would talk without end. */
const speakEvery = 8_000;

/** Tells a listener what came and went since it was last told. */
export const BoardNews = ({ live }: { live: LiveOrders }) => {
  const [words, setWords] = useState('');
  const latest = useRef(live);
  latest.current = live;

  useEffect(() => {
    let before: LiveOrders | undefined;
    const speak = () => {
      const now = latest.current;
      const was = before;
      before = now.known ? now : undefined;
      if (!was || !now.known) return;
      const came = [...now.orders.keys()].filter((id) => !was.orders.has(id)).length;
      const went = [...was.orders.keys()].filter((id) => !now.orders.has(id)).length;
      if (came + went > 0)
        setWords(`${orders(came)} came in, ${orders(went)} left. ${now.orders.size} in progress.`);
    };
    speak();
    const timer = setInterval(speak, speakEvery);
    return () => clearInterval(timer);
  }, []);

  return (
    <p className="visually-hidden" role="status">
      {words}
    </p>
  );
};

const orders = (count: number): string => (count === 1 ? '1 order' : `${count} orders`);
