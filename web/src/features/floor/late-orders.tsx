import { Link } from 'wouter';
import { summarise } from '../../lib/details/summary.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import { type Order, shortNumber } from '../../lib/orders/order.ts';
import { promiseState } from '../../lib/orders/promise-state.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { spanWords, timeOfDay } from '../../lib/time/format.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { Mark } from '../../ui/mark.tsx';
import styles from './floor-stages.module.css';

/** More cannot be handled at once; the numbers above count all. */
const most = 20;

/** Orders that missed or will miss their promise, the most urgent first, by the current time. */
export const LateOrders = () => {
  const { workflow } = useWorkflow();
  const live = useLiveOrders({ workflow: workflow.name, filter: { status: ['OPEN', 'INCIDENT'] } });
  const now = useNow();
  const late = [...live.orders.values()]
    .filter((order) => promiseState(order, workflow, now) !== 'kept')
    .sort((a, b) => (a.promisedAt < b.promisedAt ? -1 : 1));
  return (
    <section aria-labelledby="late-orders" className={styles.section}>
      <h2 id="late-orders">{t('floor.lateTitle')}</h2>
      {!live.known && <p className={styles.legend}>{live.problem?.message ?? t('floor.looking')}</p>}
      {live.known && late.length === 0 && <p className={styles.legend}>{t('floor.noneLate')}</p>}
      <ul className={styles.late}>
        {late.slice(0, most).map((order) => (
          <li key={order.id}>
            <LateOrder order={order} now={now} />
          </li>
        ))}
      </ul>
      {late.length > most && (
        <p className={styles.legend}>{t('floor.more', { count: late.length - most })}</p>
      )}
    </section>
  );
};

const LateOrder = ({ order, now }: { order: Order; now: number }) => {
  const { fields, pathOf } = useWorkflow();
  const promised = Date.parse(order.promisedAt);
  const missed = now > promised;
  return (
    <Link href={pathOf(order)} className={styles.lateOrder ?? ''}>
      <Mark icon={missed ? 'incident' : 'late'} tone={missed ? 'bad' : 'warn'}>
        {missed ? t('floor.lateBy', { span: spanWords(now - promised) }) : t('floor.atRiskMark')}
      </Mark>
      <strong>{shortNumber(order.id)}</strong>
      <span>{summarise(fields, order.details).headline}</span>
      <span>{t('floor.where', { stage: word(order.stage), time: timeOfDay(promised, now, 'minutes') })}</span>
    </Link>
  );
};
