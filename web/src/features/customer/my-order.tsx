import { Link } from 'wouter';
import { summarise } from '../../lib/details/summary.ts';
import { isClosed, type Order, shortNumber, stageOf } from '../../lib/orders/order.ts';
import { promiseState } from '../../lib/orders/promise-state.ts';
import { statusWords } from '../../lib/orders/status-words.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
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
  const tone = order.status === 'FINISHED' ? 'good' : order.status === 'OPEN' ? 'busy' : 'bad';
  const at = (time: string) => timeOfDay(Date.parse(time), now, 'minutes');
  return (
    <Link href={pathOf(order)} className={styles.order ?? ''}>
      <OrderPicture details={order.details} className={styles.picture} />
      <span className={styles.what}>
        <strong>{[headline, ...rest].join(', ')}</strong>
        <span className={styles.number}>
          {shortNumber(order.id)} · placed {at(order.placedAt)}
        </span>
      </span>
      <span className={styles.state}>
        <Mark icon={mark} tone={tone}>
          {closed || order.status === 'INCIDENT' ? words : `${words} · ${order.stage}`}
        </Mark>
        <span className={styles.number}>
          {closed
            ? at(order.updatedAt)
            : `${done} of ${order.stages.length} steps · ${state === 'late' ? 'late, was promised' : 'promised'} ${at(order.promisedAt)}`}
        </span>
      </span>
    </Link>
  );
};
