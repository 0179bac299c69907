import { type ReactNode, useState } from 'react';
import type { AgeStep } from '../../lib/orders/age.ts';
import type { Order } from '../../lib/orders/order.ts';
import { useNow } from '../../lib/time/use-now.ts';
import styles from './paper.module.css';

/** What a slip's awning is coloured for. */
export type PaperTone = AgeStep | 'ready' | 'gone';

/** A slip that is younger than this is news: it lights up once. */
const newsMs = 3_000;

/** The slip of an order on a board, under its awning; ticks alone, so that a second costs a colour and no content. */
export const Paper = ({
  order,
  toneAt,
  selected,
  busy,
  label,
  onFocus,
  children,
}: {
  order: Order;
  toneAt(now: number): PaperTone;
  selected: boolean;
  busy: boolean;
  label: string;
  onFocus(id: string): void;
  children: ReactNode;
}) => {
  const now = useNow();
  const [isNews] = useState(() => Date.now() - Date.parse(order.updatedAt) < newsMs);
  return (
    <article
      className={`${styles.paper} ${isNews ? styles.news : ''}`}
      tabIndex={-1}
      aria-label={label}
      aria-current={selected || undefined}
      aria-busy={busy}
      data-ticket={order.id}
      data-tone={toneAt(now)}
      data-held={order.held || undefined}
      onFocus={() => onFocus(order.id)}
    >
      {children}
    </article>
  );
};
