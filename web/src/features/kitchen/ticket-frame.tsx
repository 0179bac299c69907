import { type ReactNode, useState } from 'react';
import { ageStep } from '../../lib/orders/age.ts';
import { type Order, readyAt, type Stage } from '../../lib/orders/order.ts';
import { useNow } from '../../lib/time/use-now.ts';
import styles from './ticket.module.css';

/** A ticket that is younger than this is news: it lights up once. */
const newsMs = 3_000;

/** The paper of a ticket, under its awning in the colour of its age. Draws the content anew only with its parent. */
export const TicketFrame = ({
  order,
  stage,
  selected,
  busy,
  label,
  onFocus,
  children,
}: {
  order: Order;
  stage: Stage;
  selected: boolean;
  busy: boolean;
  label: string;
  onFocus(id: string): void;
  children: ReactNode;
}) => {
  const now = useNow();
  const [isNews] = useState(() => Date.now() - Date.parse(order.updatedAt) < newsMs);
  const step = ageStep((now - readyAt(order)) / 1_000, stage.targetSeconds);
  return (
    <article
      className={`${styles.ticket} ${isNews ? styles.news : ''}`}
      tabIndex={-1}
      aria-label={label}
      aria-current={selected || undefined}
      aria-busy={busy}
      data-ticket={order.id}
      data-step={order.status === 'OPEN' ? step : 'gone'}
      data-held={order.held || undefined}
      onFocus={() => onFocus(order.id)}
    >
      {children}
    </article>
  );
};
