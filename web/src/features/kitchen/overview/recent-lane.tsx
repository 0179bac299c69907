import type { RecentOrders } from '../../../lib/orders/use-recent-orders.ts';
import { useWide } from '../../../ui/media/use-wide.ts';
import { CardList } from './card-list.tsx';
import styles from './lane.module.css';

const few = 4;
const most = 20;

/** Orders that ended lately, the last one first; cancelled and scrapped ones say so on their card. */
export const RecentLane = ({ title, recent }: { title: string; recent: RecentOrders | undefined }) => {
  const wide = useWide();
  const shown = recent?.orders.slice(0, wide ? most : few) ?? [];
  return (
    <section className={styles.lane} aria-labelledby="lane-recent">
      <header className={styles.head}>
        <h3 id="lane-recent">{title}</h3>
        <p className={styles.count}>{recent ? recent.total : '–'}</p>
        <p className={styles.sub}>{recent ? 'the last ones, newest first' : 'loading'}</p>
      </header>
      <CardList orders={shown} labelledBy="lane-recent" still />
      {shown.length === 0 && <p className={styles.empty}>{recent && 'Nothing yet.'}</p>}
    </section>
  );
};
