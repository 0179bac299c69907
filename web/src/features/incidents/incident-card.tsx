import { Link } from 'wouter';
import type { IncidentsQuery } from '../../generated/graphql.ts';
import { summarise } from '../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
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
  return (
    <article className={styles.card} aria-label={order ? `Order ${shortNumber(order.id)}` : 'Record'}>
      {order ? <OrderHead order={order} /> : <RecordHead incident={incident} />}
      <p className={styles.reason}>
        <Icon name="incident" /> {reason}
      </p>
      <p className={styles.since}>
        {order && `Stopped at “${order.stage}” `}
        {!order && 'Found '}
        {timeOfDay(since, currentTime())}
        {by && `, reported by ${by}`}, <Age since={since} /> ago
        {order && order.attempts > 1 && `, after ${order.attempts} attempts`}
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
        <p className={styles.number}>Order {shortNumber(order.id)}</p>
        <h2>{[headline, ...rest].join(', ')}</h2>
        {note && <p className={styles.note}>“{note}”</p>}
        <p className={styles.links}>
          <Link href={pathOf(order)}>See the order</Link>
          <Link href={hrefOf(`/orders/${encodeURIComponent(order.id)}/history`)}>See its history</Link>
        </p>
      </div>
    </header>
  );
};

const RecordHead = ({ incident: { record } }: { incident: Incident }) => (
  <header className={styles.head}>
    <OrderPicture details={{}} className={styles.picture} />
    <div>
      <p className={styles.number}>A record that cannot be read</p>
      <h2 className={styles.position}>
        {record ? `${record.topic}, partition ${record.partition}, offset ${record.offset}` : 'unknown place'}
      </h2>
    </div>
  </header>
);
