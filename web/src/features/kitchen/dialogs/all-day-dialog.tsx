import type { Order } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { allDay } from '../../../lib/tickets/all-day.ts';
import { Cupcake } from '../../../ui/cupcake/cupcake.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import styles from './dialogs.module.css';

/** What all open tickets of the stage ask for together. Cancelled ones ask for nothing. */
export const AllDayDialog = ({
  orders,
  onClose,
}: {
  orders: ReadonlyMap<string, Order>;
  onClose(): void;
}) => {
  const { fields } = useWorkflow();
  const open = [...orders.values()].filter(({ status }) => status === 'OPEN');
  const totals = allDay(fields, open);
  return (
    <Dialog title="All-day" onClose={onClose} wide>
      <p className={styles.soft}>
        The sum of {open.length === 1 ? 'the one open ticket' : `all ${open.length} open tickets`}.
      </p>
      <ul className={styles.totals}>
        {totals.map(({ item, count, parts }) => (
          <li key={item}>
            <Cupcake flavour={item} className={styles.picture} />
            <strong className={styles.sum}>{count}</strong>
            <span className={styles.item}>{item}</span>
            <span className={styles.soft}>
              {parts
                .filter(({ said }) => said !== '')
                .map(({ said, count: some }) => `${some} × ${said}`)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
};
