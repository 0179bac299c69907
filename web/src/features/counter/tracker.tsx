import { Link } from 'wouter';
import type { EstimateFieldsFragment } from '../../generated/graphql.ts';
import { summarise } from '../../lib/details/summary.ts';
import { expectationWords } from '../../lib/orders/expectation-words.ts';
import { happeningWords } from '../../lib/orders/happening-words.ts';
import { isClosed, type Order, shortNumber, stageOf } from '../../lib/orders/order.ts';
import { promiseState } from '../../lib/orders/promise-state.ts';
import { customerTone, statusWords } from '../../lib/orders/status-words.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { OrderPicture } from '../../ui/cupcake/order-picture.tsx';
import { Mark } from '../../ui/mark.tsx';
import styles from './own-orders.module.css';

type Estimate = EstimateFieldsFragment | null | undefined;

/** One order as a small tracker, a link to all of it: what happens now, its steps, and when it will be ready. */
export const Tracker = ({ order, estimate }: { order: Order; estimate: Estimate }) => {
  const { workflow, fields, pathOf } = useWorkflow();
  const now = useNow();
  const { headline, rest } = summarise(fields, order.details);
  const stage = stageOf(workflow, order.stage);
  const { mark } = statusWords(order, stage);
  const late = promiseState(order, workflow, now) === 'late';
  return (
    <Link href={pathOf(order)} className={styles.tracker ?? ''}>
      <OrderPicture details={order.details} className={styles.picture} />
      <span className={styles.what}>
        <strong dir="auto">{[headline, ...rest].join(', ')}</strong>
        <span className={styles.number}>{shortNumber(order.id)}</span>
      </span>
      <span className={styles.happening}>
        <Mark icon={mark} tone={customerTone(order)} wrap>
          {happeningWords(order, workflow, estimate?.ahead ?? 0)}
        </Mark>
      </span>
      <Steps order={order} />
      <span className={styles.expected} data-late={late || undefined}>
        {expectedWords(order, estimate, late, now)}
      </span>
    </Link>
  );
};

/** A bar with a part for each step. Its words are read out; to be seen they are on the order's page. */
const Steps = ({ order }: { order: Order }) => {
  const done = order.stages.filter(({ completedAt }) => completedAt).length;
  return (
    <span
      className={styles.steps}
      role="img"
      aria-label={t('counter.steps', { done, total: order.stages.length })}
    >
      {order.stages.map(({ name, completedAt }) => (
        <span
          key={name}
          data-state={completedAt ? 'done' : name === order.stage && !isClosed(order) ? 'now' : 'ahead'}
        />
      ))}
    </span>
  );
};

/** When it will be ready, or when it was. Lateness is said with the new time. */
const expectedWords = (order: Order, estimate: Estimate, late: boolean, now: number): string => {
  if (isClosed(order)) {
    return t('counter.endedAt', { time: timeOfDay(Date.parse(order.updatedAt), now, 'minutes') });
  }
  const time = timeOfDay(Date.parse(order.promisedAt), now, 'minutes');
  const promise = late ? t('counter.late', { time }) : t('tracker.promised', { time });
  const expected = estimate?.stalledAt != null ? t('counter.stalled') : expectationWords(estimate, now);
  return expected === undefined ? promise : `${promise} ${expected}`;
};
