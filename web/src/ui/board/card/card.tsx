import { type ReactNode, useState } from 'react';
import { keyOfSlot } from '../../../lib/board/settings/key-map.ts';
import type { Field } from '../../../lib/details/fields.ts';
import { summarise } from '../../../lib/details/summary.ts';
import type { AgeStep } from '../../../lib/orders/age.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import styles from './card.module.css';

/** The meaning of the awning's colour. */
export type CardTone = AgeStep | 'ready' | 'gone';

/** A card younger than this lights up once. */
const newMs = 3_000;

/** The card of an order on a board; only its frame ticks, so that a second changes a colour and no content. */
export const Card = ({
  order,
  toneAt,
  selected,
  busy,
  slot,
  onFocus,
  children,
}: {
  order: Order;
  toneAt(now: number): CardTone;
  selected: boolean;
  busy: boolean;
  slot: number;
  onFocus(id: string): void;
  children: ReactNode;
}) => {
  const { fields } = useWorkflow();
  const now = useNow();
  const [isNew] = useState(() => currentTime() - Date.parse(order.updatedAt) < newMs);
  return (
    <article
      className={`${styles.card} ${isNew ? styles.new : ''}`}
      tabIndex={-1}
      aria-label={labelOf(order, slot, fields)}
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

/** What is read out when it is selected: its slot, its number and its details. */
const labelOf = (order: Order, slot: number, fields: readonly Field[]): string => {
  const { headline, rest, note } = summarise(fields, order.details);
  const all = [headline, ...rest, ...(note ? [note] : [])].join(', ');
  return `${keyOfSlot(slot)}, ${shortNumber(order.id)}: ${all}`;
};
