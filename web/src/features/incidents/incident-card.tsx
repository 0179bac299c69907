import { Link } from 'wouter';
import type { IncidentsQuery } from '../../generated/graphql.ts';
import { summarise } from '../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { currentTime } from '../../lib/time/clock.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import { Age } from '../../ui/age.tsx';
import { OrderPicture } from '../../ui/cupcake/order-picture.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './incident-card.module.css';
import { OrderDecision } from './order-decision.tsx';
import { RecordDecision } from './record-decision.tsx';

export type Incident = IncidentsQuery['incidents'][number];

/** One incident: what stopped, where, why, for how long, and what may be done about it. */
export const IncidentCard = ({ incident, onDone }: { incident: Incident; onDone(): void }) => {
  const { at, by, reason, order, record } = incident;
  const since = Date.parse(at);
  const time = timeOfDay(since, currentTime());
  return (
    <article
      className={styles.card}
      aria-label={order ? t('tracker.title', { number: shortNumber(order.id) }) : t('incidents.record')}
    >
      {order ? <OrderHead order={order} /> : <RecordHead incident={incident} />}
      <p className={styles.reason}>
        <Icon name="incident" /> {reason}
      </p>
      <p className={styles.since}>
        {[
          order
            ? t('incidents.stoppedAt', { stage: word(order.stage), time })
            : t('incidents.found', { time }),
          ...(by ? [t('incidents.reportedBy', { name: by })] : []),
          ...(order && order.attempts > 1 ? [t('incidents.attempts', { count: order.attempts })] : []),
          t('incidents.for'),
        ].join(', ')}{' '}
        <Age since={since} />
      </p>
      {order && <OrderDecision order={order} onDone={onDone} />}
      {record && <RecordDecision id={incident.id} onDone={onDone} />}
    </article>
  );
};

const OrderHead = ({ order }: { order: Order }) => {
  const { fields, pathOf, hrefOf } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  return (
    <header className={styles.head}>
      <OrderPicture details={order.details} className={styles.picture} />
      <div>
        <p className={styles.number}>{t('tracker.title', { number: shortNumber(order.id) })}</p>
        <h2>{[headline, ...rest].join(', ')}</h2>
        {note && <p className={styles.note}>{t('tracker.quoted', { text: note })}</p>}
        <p className={styles.links}>
          <Link href={pathOf(order)}>{t('incidents.seeOrder')}</Link>
          <Link href={hrefOf(`/orders/${encodeURIComponent(order.id)}/history`)}>
            {t('incidents.seeHistory')}
          </Link>
        </p>
      </div>
    </header>
  );
};

const RecordHead = ({ incident: { record } }: { incident: Incident }) => (
  <header className={styles.head}>
    <OrderPicture details={{}} className={styles.picture} />
    <div>
      <p className={styles.number}>{t('incidents.unreadableRecord')}</p>
      <h2 className={styles.position}>
        {record ? t('incidents.position', record) : t('incidents.unknownPlace')}
      </h2>
    </div>
  </header>
);
