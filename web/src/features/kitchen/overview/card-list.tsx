import { type CSSProperties, memo } from 'react';
import type { Order } from '../../../lib/orders/order.ts';
import styles from './lane.module.css';
import { OrderCard } from './order-card.tsx';

/**
 * Cards of one height, each moved to its row: when the first leaves, the others glide up and nothing else on the
 * page is laid out again.
 */
export const CardList = memo(
  ({
    orders,
    labelledBy,
    newest,
    still = false,
  }: {
    orders: readonly Order[];
    labelledBy: string;
    /** The id of the order whose card lights up when it is new. */
    newest?: string | undefined;
    still?: boolean;
  }) => (
    <ol
      className={`${styles.cards} ${still ? styles.still : ''}`}
      aria-labelledby={labelledBy}
      style={{ '--rows': orders.length } as CSSProperties}
    >
      {orders.map((order, row) => (
        <li key={order.id} className={styles.slot} style={{ '--row': row } as CSSProperties}>
          <OrderCard order={order} newest={order.id === newest} />
        </li>
      ))}
    </ol>
  ),
);
