import type { Order } from '../../lib/orders/order.ts';
import { promiseState } from '../../lib/orders/promise-state.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import type { PendingCommand } from '../../lib/tickets/command-queue.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { OrderFlags } from '../../ui/board/card/order-flags.tsx';
import { PendingMark } from '../../ui/board/card/pending-mark.tsx';
import { Mark } from '../../ui/mark.tsx';
import { isReady, marksOf } from './expo-order.ts';

/** The state of an order in words: ready or how far, its promise, and its flags. */
export const ExpoMarks = ({ order, pending }: { order: Order; pending: PendingCommand | undefined }) => {
  const { workflow } = useWorkflow();
  const now = useNow();
  const promise = promiseState(order, workflow, now);
  const time = timeOfDay(Date.parse(order.promisedAt), now, 'minutes');
  const marks = marksOf(order);
  const done = marks.filter(({ state }) => state === 'done').length;
  return (
    <>
      {pending && <PendingMark pending={pending} />}
      {isReady(order) && (
        <Mark icon="done" tone="good" chip>
          {t('expo.readyMark')}
        </Mark>
      )}
      {order.status === 'INCIDENT' && (
        <Mark icon="incident" tone="bad" chip>
          {t('status.incident')}
        </Mark>
      )}
      <OrderFlags order={order} />
      {promise === 'kept' ? (
        <Mark icon="working">{t('expo.due', { time })}</Mark>
      ) : (
        <Mark icon="late" tone={promise === 'late' ? 'bad' : 'warn'} chip>
          {t(promise === 'late' ? 'expo.lateDue' : 'expo.atRiskDue', { time })}
        </Mark>
      )}
      {order.status === 'OPEN' && !isReady(order) && done > 0 && (
        <Mark icon="sum">{t('expo.doneOf', { done, total: marks.length })}</Mark>
      )}
      {order.claimedBy && (
        <Mark icon="claimed" tone="busy">
          {order.claimedBy}
        </Mark>
      )}
    </>
  );
};
