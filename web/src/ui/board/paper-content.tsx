import { keyOfPlace } from '../../lib/board/key-map.ts';
import { summarise } from '../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Age } from '../age.tsx';
import { OrderPicture } from '../order-picture.tsx';
import styles from './paper.module.css';

/** The top of a slip: the key that selects it, the number people call out, and its age. */
export const PaperHead = ({ order, place, since }: { order: Order; place: number; since: number }) => (
  <header className={styles.head}>
    <span className={styles.place}>{keyOfPlace(place)}</span>
    <span className={styles.number}>{shortNumber(order.id)}</span>
    <Age since={since} className={styles.age} />
  </header>
);

/** What an order is: how many of what, everything else that is said of it, and its picture. */
export const PaperWhat = ({ order }: { order: Order }) => {
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
