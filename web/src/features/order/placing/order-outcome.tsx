import { fieldOfPointer } from '../../../lib/details/values.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { Notice } from '../../../ui/page/notice.tsx';
import type { Outcome } from '../sending/send-order.ts';
import styles from './order-form.module.css';
import type { FormPhase } from './use-order-form.ts';

/** An answer that comes sooner needs no explanation. */
const soonMs = 2_000;

/** Shows the outcome of the order, in a live region that exists from the start so that it is announced. */
export const OrderOutcome = ({
  outcome,
  phase,
  fieldErrors,
}: {
  outcome: Outcome | undefined;
  phase: FormPhase;
  fieldErrors: number;
}) => (
  <div role="status" className={styles.outcome}>
    {phase.step === 'sending' ? (
      <Sending phase={phase} />
    ) : (
      <Said outcome={outcome} fieldErrors={fieldErrors} />
    )}
  </div>
);

/** What the page waits for, once it takes longer than usual. */
const Sending = ({ phase: { since, retry } }: { phase: Extract<FormPhase, { step: 'sending' }> }) => {
  const now = useNow();
  if (retry) {
    return (
      <Notice tone="warn" title={t('placing.retrying', { attempt: retry.attempt, of: retry.of })}>
        <p>{t('placing.retryingWhy', { reason: retry.reason })}</p>
      </Notice>
    );
  }
  return now - since > soonMs ? <Notice title={t('placing.waiting')} /> : null;
};

const Said = ({ outcome, fieldErrors }: { outcome: Outcome | undefined; fieldErrors: number }) => {
  const { fields } = useWorkflow();
  if (!outcome) return fieldErrors > 0 ? <Notice tone="bad" title={t('placing.notSent')} /> : null;
  switch (outcome.kind) {
    case 'placed':
    case 'pending':
      // The page of the order is opened.
      return null;
    case 'refused': {
      const names = fields.map(({ name }) => name);
      const general = outcome.errors.filter(({ field }) => !names.includes(fieldOfPointer(field ?? '')));
      return (
        <Notice tone="bad" title={t('placing.refused')}>
          {general.map(({ code, message }) => (
            <p key={code + message}>{message}</p>
          ))}
        </Notice>
      );
    }
    case 'unknown':
      return (
        <Notice tone="warn" title={t('placing.unknown')}>
          <p>{t('placing.unknownWhy', { reason: outcome.reason })}</p>
        </Notice>
      );
    default:
      return outcome satisfies never;
  }
};
