import { useState } from 'react';
import { summarise } from '../../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import choices from '../../../ui/board/dialogs/choices.module.css';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import inputs from '../../../ui/input.module.css';
import styles from './dialogs.module.css';

const usual = ['Ingredient is missing', 'It was spoiled', 'Machine is broken'];
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
    <Dialog title={`Report a problem: ${shortNumber(order.id)}`} onClose={onClose}>
      <p>
        {summarise(fields, order.details).headline} leaves the board and waits until a manager decides what
        happens next. What is wrong?
      </p>
      <div className={choices.choices}>
        {usual.map((why) => (
          <Button key={why} onClick={() => fail(why)}>
            {why}
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
        <label htmlFor="fail-reason">Another reason</label>
        <input
          id="fail-reason"
          className={inputs.input}
          value={reason}
          maxLength={longest}
          onChange={({ target }) => setReason(target.value)}
        />
        <Button type="submit" look="danger" busy={reason.trim() === ''}>
          Stop the order
        </Button>
      </form>
    </Dialog>
  );
};
