import { Link } from 'wouter';
import { summarise } from '../../lib/details/summary.ts';
import { isClosed, type Order, shortNumber, stageOf } from '../../lib/orders/order.ts';
import { promiseState } from '../../lib/orders/promise-state.ts';
import { customerTone, statusWords } from '../../lib/orders/status-words.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { OrderPicture } from '../../ui/cupcake/order-picture.tsx';
import { Mark } from '../../ui/mark.tsx';
import styles from './my-orders-page.module.css';

/** One order in the list: what, where it is, how far, and when it was promised. */
export const MyOrder = ({ order }: { order: Order }) => {
  const { workflow, fields, pathOf } = useWorkflow();
  const now = useNow();
  const { headline, rest } = summarise(fields, order.details);
  const { mark, words } = statusWords(order, stageOf(workflow, order.stage));
  const state = promiseState(order, workflow, now);
  const done = order.stages.filter(({ completedAt }) => completedAt).length;
  const closed = isClosed(order);
  const at = (time: string) => timeOfDay(Date.parse(time), now, 'minutes');
  return (
    <Link href={pathOf(order)} className={styles.order ?? ''}>
      <OrderPicture details={order.details} className={styles.picture} />
      <span className={styles.what}>
        <strong>{[headline, ...rest].join(', ')}</strong>
        <span className={styles.number}>
          {t('myOrders.placed', { number: shortNumber(order.id), time: at(order.placedAt) })}
        </span>
      </span>
      <span className={styles.state}>
        <Mark icon={mark} tone={customerTone(order)}>
          {closed || order.status === 'INCIDENT' ? words : `${words} · ${word(order.stage)}`}
        </Mark>
        <span className={styles.number}>
          {closed
            ? at(order.updatedAt)
            : [
                t('myOrders.steps', { done, total: order.stages.length }),
                t(state === 'late' ? 'myOrders.late' : 'myOrders.promised', { time: at(order.promisedAt) }),
              ].join(' · ')}
        </span>
      </span>
    </Link>
  );
};
