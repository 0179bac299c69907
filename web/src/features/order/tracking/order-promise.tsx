import { StageTimesDocument } from '../../../generated/graphql.ts';
import { usePolled } from '../../../lib/graphql/use-polled.ts';
import { estimate, promiseState } from '../../../lib/orders/estimate.ts';
import type { Order } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { Mark } from '../../../ui/mark.tsx';
import styles from './order-page.module.css';
import { promiseWords } from './promise-words.ts';

/** The promised time, and how the order stands to it: an estimate as a range, lateness in words. */
export const OrderPromise = ({ order }: { order: Order }) => {
  const { workflow } = useWorkflow();
  // How long the kitchen needs does not change within seconds.
  const times = usePolled(StageTimesDocument, { workflow: workflow.name }, 30_000, order.stage);
  const recent = new Map(
    (times.data?.workflow?.stages ?? []).flatMap(({ name, recentSeconds }) =>
      recentSeconds ? [[name, recentSeconds] as const] : [],
    ),
  );
  const now = useNow();
  const guess = estimate(order, workflow, recent, now);
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
