import { ageStep } from '../../../lib/orders/age.ts';
import { isClosed, type Order, readyAt, stageOf } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { clockAge, timeOfDay } from '../../../lib/time/format.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import styles from './order-card.module.css';

/** How long an order has been at its stage, or when it ended. Ticks alone, so that a second costs a text and not a card. */
export const CardAge = ({ order }: { order: Order }) => {
  const { workflow } = useWorkflow();
  const now = useNow();
  if (isClosed(order)) {
    return <span className={styles.age}>{timeOfDay(Date.parse(order.updatedAt), now, 'minutes')}</span>;
  }
  const age = now - readyAt(order);
  const step = ageStep(age / 1_000, stageOf(workflow, order.stage)?.targetSeconds);
  return (
    <span className={styles.age} data-step={step}>
      {clockAge(age)}
    </span>
  );
};
