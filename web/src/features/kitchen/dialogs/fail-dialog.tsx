import { useState } from 'react';
import { summarise } from '../../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import choices from '../../../ui/board/dialogs/choices.module.css';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import inputs from '../../../ui/input.module.css';
import styles from './dialogs.module.css';

const usual = ['ticket.missing', 'ticket.spoiled', 'ticket.broken'] as const;
const longest = 2_000;

/** Requires the reason why an order cannot be done; it then waits at an incident for a manager. */
export const FailDialog = ({
  order,
  onFail,
  onClose,
}: {
  order: Order;
  onFail(order: Order, reason: string): void;
  onClose(): void;
}) => {
  const { fields } = useWorkflow();
  const [reason, setReason] = useState('');
  const fail = (why: string) => {
    onFail(order, why);
    onClose();
  };
  return (
    <Dialog title={t('ticket.failTitle', { number: shortNumber(order.id) })} onClose={onClose}>
      <p>{t('ticket.failWhy', { what: summarise(fields, order.details).headline })}</p>
      <div className={choices.choices}>
        {usual.map((why) => (
          <Button key={why} onClick={() => fail(t(why))}>
            {t(why)}
          </Button>
        ))}
      </div>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') fail(reason.trim());
        }}
      >
        <label htmlFor="fail-reason">{t('ticket.anotherReason')}</label>
        <input
          id="fail-reason"
          className={inputs.input}
          value={reason}
          maxLength={longest}
          onChange={({ target }) => setReason(target.value)}
        />
        <Button type="submit" look="danger" busy={reason.trim() === ''}>
          {t('ticket.stop')}
        </Button>
      </form>
    </Dialog>
  );
};
