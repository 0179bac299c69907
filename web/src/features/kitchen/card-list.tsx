import { type CSSProperties, memo } from 'react';
import type { Order } from '../../lib/orders/order.ts';
import styles from './lane.module.css';
import { OrderCard } from './order-card.tsx';

/**
 * Cards of one height, each moved to its row: when the first leaves, the others glide up and nothing else on the
 * page is laid out anew.
 */
export const CardList = memo(({ orders, labelledBy }: { orders: readonly Order[]; labelledBy: string }) => (
  <ol
    className={styles.cards}
    aria-labelledby={labelledBy}
    style={{ '--rows': orders.length } as CSSProperties}
  >
    {orders.map((order, row) => (
      <li key={order.id} className={styles.slot} style={{ '--row': row } as CSSProperties}>
        <OrderCard order={order} />
      </li>
    ))}
  </ol>
));
