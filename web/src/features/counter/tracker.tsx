import { Link } from 'wouter';
import type { EstimateFieldsFragment } from '../../generated/graphql.ts';
import { summarise } from '../../lib/details/summary.ts';
import { inMinutes } from '../../lib/orders/in-minutes.ts';
import { isClosed, type Order, shortNumber, stageOf } from '../../lib/orders/order.ts';
import { promiseState } from '../../lib/orders/promise-state.ts';
import { happeningWords } from '../../lib/orders/stage-words.ts';
import { statusWords } from '../../lib/orders/status-words.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
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
  const tone = order.status === 'FINISHED' ? 'good' : order.status === 'OPEN' ? 'busy' : 'bad';
  return (
    <Link href={pathOf(order)} className={styles.tracker ?? ''}>
      <OrderPicture details={order.details} className={styles.picture} />
      <span className={styles.what}>
        <strong dir="auto">{[headline, ...rest].join(', ')}</strong>
        <span className={styles.number}>{shortNumber(order.id)}</span>
      </span>
      <span className={styles.happening}>
        <Mark icon={mark} tone={tone} wrap>
          {happeningWords(order, workflow, estimate?.ahead)}
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
    <span className={styles.steps} role="img" aria-label={`${done} of ${order.stages.length} steps done`}>
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
  if (isClosed(order)) return `at ${timeOfDay(Date.parse(order.updatedAt), now, 'minutes')}`;
  const promised = timeOfDay(Date.parse(order.promisedAt), now, 'minutes');
  const promise = late ? `Late, promised by ${promised}` : `Promised by ${promised}`;
  if (estimate?.stalledAt != null) return `${promise}. It takes longer; we cannot say yet how long.`;
  if (estimate?.from == null || estimate.to === null) return `${promise}.`;
  return `${promise}. Expect it ${inMinutes(Date.parse(estimate.from), Date.parse(estimate.to), now)}.`;
};
