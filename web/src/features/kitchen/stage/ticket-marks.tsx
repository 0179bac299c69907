import { type AgeStep, ageStep } from '../../../lib/orders/age.ts';
import { presentStep, readyAt } from '../../../lib/orders/order.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import styles from '../../../ui/board/card/card.module.css';
import { OrderFlags } from '../../../ui/board/card/order-flags.tsx';
import { PendingMark } from '../../../ui/board/card/pending-mark.tsx';
import { Mark } from '../../../ui/mark.tsx';
import type { TicketProps } from './ticket-props.ts';

/** A change by others is highlighted for so long. */
const changedMs = 60_000;

const stepWords: Record<AgeStep, string> = { fresh: '', warn: 'Slow', late: 'Late', critical: 'Very late' };

/** Every state of a ticket as a word with an icon; colours only support it. */
export const TicketMarks = ({ order, stage, myName, pending, changedAt }: TicketProps) => {
  const now = useNow();
  if (order.status !== 'OPEN') {
    const at = timeOfDay(Date.parse(order.updatedAt), now);
    return (
      <p className={styles.marks}>
        <Mark icon={order.status === 'INCIDENT' ? 'incident' : 'cancelled'} tone="bad" chip>
          {order.status === 'INCIDENT'
            ? 'Stopped'
            : `${order.status === 'CANCELLED' ? 'Cancelled' : 'Scrapped'} ${at}`}
        </Mark>
      </p>
    );
  }
  const step = ageStep((now - readyAt(order)) / 1_000, stage.targetSeconds);
  const progress = presentStep(order);
  return (
    <p className={styles.marks}>
      {pending && <PendingMark pending={pending} />}
      <OrderFlags order={order} />
      {step !== 'fresh' && (
        <Mark icon={step === 'critical' ? 'incident' : 'late'} tone={step === 'warn' ? 'warn' : 'bad'} chip>
          {stepWords[step]}
        </Mark>
      )}
      {changedAt !== undefined && now - changedAt < changedMs && (
        <Mark icon="changed" tone="warn" chip>
          Changed
        </Mark>
      )}
      {order.stageStatus === 'CLAIMED' && (
        <Mark icon="claimed" tone="busy">
          {order.claimedBy === myName ? 'You have it' : `${order.claimedBy} has it`}
        </Mark>
      )}
      {order.stageStatus === 'STARTED' && (
        <Mark icon="working" tone="busy">
          Started{progress?.by ? ` by ${progress.by}` : ''}
        </Mark>
      )}
    </p>
  );
};
