import { useLocation } from 'wouter';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { usePausedNow } from '../../../lib/pause/use-paused-now.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { OrderPicture } from '../../../ui/cupcake/order-picture.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import { FieldInput } from '../fields/field-input.tsx';
import { KitchenWait } from './kitchen-wait.tsx';
import styles from './order-form.module.css';
import { OrderOutcome } from './order-outcome.tsx';
import { useOrderForm } from './use-order-form.ts';

/** Places an order and goes to its page. The form is generated from the workflow's schema; typed values stay whatever happens. */
export const OrderForm = () => {
  const { workflow, fields, me, pathOf } = useWorkflow();
  const [, navigate] = useLocation();
  const now = usePausedNow();
  // As when the page was opened, until the first answer.
  const closed = (now ?? workflow).intakePaused;
  const { values, errors, phase, outcome, change, leave, submit } = useOrderForm({
    workflow: workflow.name,
    fields,
    subject: me.subject,
    onPlaced: (id) => navigate(pathOf({ id })),
  });

  if (fields.length === 0) {
    return <Notice title={t('placing.noForm')}>{t('placing.noFormWhy')}</Notice>;
  }
  const sending = phase.step === 'sending';
  const unsure = !sending && outcome?.kind === 'unknown';
  return (
    <form
      className={styles.form}
      noValidate
      aria-label={t('placing.form')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!closed) void submit();
      }}
    >
      <div className={styles.sign} aria-hidden="true">
        <OrderPicture details={values} className={styles.picture} />
      </div>
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          error={errors[field.name]}
          onChange={(value) => change(field.name, value)}
          onLeave={() => leave(field)}
        />
      ))}
      {closed ? (
        <Notice tone="warn" title={t('placing.closed', { reason: closed.reason })} />
      ) : (
        <KitchenWait />
      )}
      {/* Above the button: below it a phone shows nothing. */}
      <OrderOutcome outcome={outcome} phase={phase} fieldErrors={Object.keys(errors).length} />
      <Button type="submit" look="primary" busy={sending || closed != null}>
        {t(sending ? 'placing.sending' : unsure ? 'placing.sendAgain' : 'placing.send')}
      </Button>
    </form>
  );
};
