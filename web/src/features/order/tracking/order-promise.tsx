import { useEffect } from 'react';
import { OrderEstimateDocument } from '../../../generated/graphql.ts';
import { usePolled } from '../../../lib/graphql/use-polled.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { promiseState } from '../../../lib/orders/promise-state.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { Mark } from '../../../ui/mark.tsx';
import { tabTitle } from '../../../ui/page/tab-title.ts';
import styles from './order-page.module.css';
import { promiseWords } from './promise-words.ts';

/** The promised time, and whether it will be kept: an estimate as a range, lateness in words. */
export const OrderPromise = ({ order }: { order: Order }) => {
  const { workflow } = useWorkflow();
  // The queue before it moves while it stays where it is.
  const variables = { workflow: workflow.name, id: order.id };
  const everyMs = order.status === 'OPEN' ? 10_000 : 'never';
  const { data } = usePolled(
    OrderEstimateDocument,
    variables,
    everyMs,
    `${order.stage} ${order.stageStatus}`,
  );
  const now = useNow();
  const state = promiseState(order, workflow, now);
  const { headline, details, mark, tone } = promiseWords(order, workflow, state, data?.order?.estimate, now);
  useEffect(() => {
    document.title = tabTitle(t('tracker.title', { number: shortNumber(order.id) }), headline);
  }, [order.id, headline]);
  return (
    <section className={styles.promise} aria-label={t('tracker.where')} data-tone={tone}>
      {/* Announced when it changes; the lines below tick. */}
      <p className={styles.state} role="status">
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
