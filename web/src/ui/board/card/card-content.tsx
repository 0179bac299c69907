import { keyOfSlot } from '../../../lib/board/settings/key-map.ts';
import { summarise } from '../../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { Age } from '../../age.tsx';
import { OrderPicture } from '../../cupcake/order-picture.tsx';
import styles from './card.module.css';

/** The top of a card: the key that selects it, the number people call out, and its age. */
export const CardHead = ({ order, slot, since }: { order: Order; slot: number; since: number }) => (
  <header className={styles.head}>
    <span className={styles.slot}>{keyOfSlot(slot)}</span>
    <span className={styles.number}>{shortNumber(order.id)}</span>
    <Age since={since} className={styles.age} />
  </header>
);

/** What an order is: how many of what, all other details, and its picture. */
export const CardSummary = ({ order }: { order: Order }) => {
  const { fields } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  return (
    <div className={styles.what}>
      <p className={styles.headline}>{headline}</p>
      {rest.length > 0 && <p className={styles.rest}>{rest.join(', ')}</p>}
      {note && <p className={styles.note}>{note}</p>}
      <OrderPicture details={order.details} className={styles.picture} />
    </div>
  );
};
