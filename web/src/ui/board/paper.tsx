import { type ReactNode, useState } from 'react';
import { keyOfPlace } from '../../lib/board/key-map.ts';
import type { Field } from '../../lib/details/fields.ts';
import { summarise } from '../../lib/details/summary.ts';
import type { AgeStep } from '../../lib/orders/age.ts';
import { type Order, shortNumber } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
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
  place,
  onFocus,
  children,
}: {
  order: Order;
  toneAt(now: number): PaperTone;
  selected: boolean;
  busy: boolean;
  place: number;
  onFocus(id: string): void;
  children: ReactNode;
}) => {
  const { fields } = useWorkflow();
  const now = useNow();
  const [isNews] = useState(() => Date.now() - Date.parse(order.updatedAt) < newsMs);
  return (
    <article
      className={`${styles.paper} ${isNews ? styles.news : ''}`}
      tabIndex={-1}
      aria-label={labelOf(order, place, fields)}
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

/** What is read out when it is selected: its place, its number and all that is said of it. */
const labelOf = (order: Order, place: number, fields: readonly Field[]): string => {
  const { headline, rest, note } = summarise(fields, order.details);
  const all = [headline, ...rest, ...(note ? [note] : [])].join(', ');
  return `${keyOfPlace(place)}, ${shortNumber(order.id)}: ${all}`;
};
