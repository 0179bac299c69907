import { ageStep } from '../../../lib/orders/age.ts';
import { presentStep, readyAt } from '../../../lib/orders/order.ts';
import { hasClaim } from '../../../lib/orders/rights.ts';
import { t } from '../../../lib/texts/texts.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import styles from '../../../ui/board/card/card.module.css';
import { OrderFlags } from '../../../ui/board/card/order-flags.tsx';
import { PendingMark } from '../../../ui/board/card/pending-mark.tsx';
import { Mark } from '../../../ui/mark.tsx';
import type { TicketProps } from './ticket-props.ts';

/** A change by others is highlighted for so long. */
const changedMs = 60_000;

const stepWords = { warn: 'ticket.slow', late: 'ticket.late', critical: 'ticket.veryLate' } as const;

/** Every state of a ticket as a word with an icon; colours only support it. */
export const TicketMarks = ({ order, stage, me, pending, changedAt }: TicketProps) => {
  const now = useNow();
  if (order.status !== 'OPEN') {
    const time = timeOfDay(Date.parse(order.updatedAt), now);
    return (
      <p className={styles.marks}>
        <Mark icon={order.status === 'INCIDENT' ? 'incident' : 'cancelled'} tone="bad" chip>
          {order.status === 'INCIDENT'
            ? t('status.incident')
            : t(order.status === 'CANCELLED' ? 'ticket.cancelledAt' : 'ticket.scrappedAt', { time })}
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
          {t(stepWords[step])}
        </Mark>
      )}
      {changedAt !== undefined && now - changedAt < changedMs && (
        <Mark icon="changed" tone="warn" chip>
          {t('ticket.changed')}
        </Mark>
      )}
      {order.stageStatus === 'CLAIMED' && (
        <Mark icon="claimed" tone="busy">
          {hasClaim(me, order) ? t('ticket.mine') : t('ticket.claimedBy', { name: order.claimedBy })}
        </Mark>
      )}
      {order.stageStatus === 'STARTED' && (
        <Mark icon="working" tone="busy">
          {progress?.by ? t('ticket.startedBy', { name: progress.by }) : t('ticket.started')}
        </Mark>
      )}
    </p>
  );
};
