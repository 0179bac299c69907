import { memo, useState } from 'react';
import { Link } from 'wouter';
import { useIsCut } from '../../../lib/board/fit/use-is-cut.ts';
import { summarise } from '../../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { OrderPicture } from '../../../ui/cupcake/order-picture.tsx';
import { CardAge } from './card-age.tsx';
import { CardStates } from './card-states.tsx';
import styles from './order-card.module.css';

/** A change that is younger than this is news. */
const newsMs = 3_000;

/**
 * An order in a lane: a link to all of it. What does not fit is marked, and so is every note.
 * @param newest of all orders: its card lights up once when it has just arrived. One alone: each glow costs drawing
 */
export const OrderCard = memo(({ order, newest }: { order: Order; newest: boolean }) => {
  const { fields, pathOf } = useWorkflow();
  const [isNews] = useState(() => currentTime() - Date.parse(order.updatedAt) < newsMs);
  const { headline, rest, note } = summarise(fields, order.details);
  const line = [...rest, shortNumber(order.id)].join(' · ');
  const { box, cut } = useIsCut<HTMLAnchorElement>(`${headline} ${line}`);
  const more = note !== undefined ? t('ticket.note') : cut || order.incident ? t('ticket.more') : undefined;
  return (
    <Link ref={box} href={pathOf(order)} className={`${styles.card} ${isNews && newest ? styles.news : ''}`}>
      <OrderPicture details={order.details} className={styles.picture} />
      <span className={styles.name} data-clip title={headline} dir="auto">
        {headline}
      </span>
      <span className={styles.rest} data-clip title={line}>
        {line}
      </span>
      <CardAge order={order} />
      <CardStates order={order} more={more} />
      {note && <span className="visually-hidden">{t('ticket.noteIs', { note })}</span>}
    </Link>
  );
});
