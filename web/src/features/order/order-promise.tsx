import { estimate, promiseState, spentOf } from '../../lib/orders/estimate.ts';
import type { Order } from '../../lib/orders/order.ts';
import { useRecentOrders } from '../../lib/orders/use-recent-orders.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { Mark } from '../../ui/mark.tsx';
import styles from './order-page.module.css';
import { promiseWords } from './promise-words.ts';

/** The promised time, and how the order stands to it: an estimate as a range, lateness in words. */
export const OrderPromise = ({ order }: { order: Order }) => {
  const { workflow } = useWorkflow();
  // Asked once per stage: how long the kitchen needs does not change within seconds.
  const recent = useRecentOrders(workflow.name, ['FINISHED'], 20, order.stage);
  const now = useNow();
  const guess = estimate(order, workflow, spentOf(recent?.orders ?? []), now);
  const state = promiseState(order, workflow, now);
  const { headline, details, mark, tone } = promiseWords(order, workflow, state, guess, now);
  return (
    <section className={styles.promise} aria-label="Where it is" data-tone={tone}>
      <p className={styles.state}>
        <Mark icon={mark} tone={tone}>
          {headline}
        </Mark>
      </p>
      {details.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </section>
  );
};
