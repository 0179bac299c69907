import type { Order } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { allDay } from '../../../lib/tickets/all-day.ts';
import { Cupcake } from '../../../ui/cupcake/cupcake.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import styles from './dialogs.module.css';

/** What all open tickets of the stage need together. Cancelled ones need nothing. */
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
    <Dialog title={t('board.allDay')} onClose={onClose} wide>
      <p className={styles.soft}>
        {open.length === 1 ? t('board.allDayOne') : t('board.allDayMany', { count: open.length })}
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
