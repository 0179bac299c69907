import type { RecentOrders } from '../../../lib/orders/use-recent-orders.ts';
import { t } from '../../../lib/texts/texts.ts';
import { useWide } from '../../../ui/media/use-wide.ts';
import { CardList } from './card-list.tsx';
import styles from './lane.module.css';

const few = 4;
const most = 20;

/** Orders that ended, the last one first, however they ended; the cards show which were cancelled or scrapped. */
export const RecentLane = ({ recent }: { recent: RecentOrders | undefined }) => {
  const wide = useWide();
  const shown = recent?.orders.slice(0, wide ? most : few) ?? [];
  return (
    <section className={styles.lane} aria-labelledby="lane-recent">
      <header className={styles.head}>
        <h3 id="lane-recent">{t('kitchen.ended')}</h3>
        <p className={styles.count}>{recent ? recent.total : '–'}</p>
        <p className={styles.sub}>{t(recent ? 'kitchen.newestFirst' : 'board.loading')}</p>
      </header>
      <CardList orders={shown} labelledBy="lane-recent" still />
      {shown.length === 0 && <p className={styles.empty}>{recent && t('kitchen.nothingYet')}</p>}
    </section>
  );
};
