import type { Order } from '../../../lib/orders/order.ts';
import { promiseState } from '../../../lib/orders/promise-state.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { Emphasised } from '../../../ui/emphasised.tsx';
import { Mark } from '../../../ui/mark.tsx';
import styles from './kitchen-board.module.css';

/** Orders in progress, and how many of them need attention. Late and at risk are counted separately. */
export const BoardTotals = ({ orders }: { orders: ReadonlyMap<string, Order> }) => {
  const { workflow } = useWorkflow();
  const now = useNow();
  const counts = { 'at-risk': 0, late: 0, kept: 0, stopped: 0 };
  for (const order of orders.values()) {
    counts[promiseState(order, workflow, now)] += 1;
    if (order.status === 'INCIDENT') counts.stopped += 1;
  }
  return (
    <ul className={styles.totals}>
      <li>
        <Emphasised text={t('kitchen.inProgress', { count: orders.size })} />
      </li>
      {counts['at-risk'] > 0 && (
        <li>
          <Mark icon="late" tone="warn" chip>
            {t('expo.atRisk', { count: counts['at-risk'] })}
          </Mark>
        </li>
      )}
      {counts.late > 0 && (
        <li>
          <Mark icon="late" tone="bad" chip>
            {t('expo.late', { count: counts.late })}
          </Mark>
        </li>
      )}
      {counts.stopped > 0 && (
        <li>
          <Mark icon="incident" tone="bad" chip>
            {t('kitchen.stopped', { count: counts.stopped })}
          </Mark>
        </li>
      )}
    </ul>
  );
};
