import type { CSSProperties, ReactNode } from 'react';
import type { TextKind } from '../../../lib/board/fit/measure-texts.ts';
import { useTextFit } from '../../../lib/board/fit/use-text-fit.ts';
import { keyOfSlot } from '../../../lib/board/settings/key-map.ts';
import { summarise } from '../../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { Age } from '../../age.tsx';
import { OrderPicture } from '../../cupcake/order-picture.tsx';
import styles from './card.module.css';
import { ReadMore } from './read-more.tsx';

/** The top of a card: the key that selects it, the number people call out, and its age. */
export const CardHead = ({ order, slot, since }: { order: Order; slot: number; since: number }) => (
  <header className={styles.head}>
    <span className={styles.slot}>{keyOfSlot(slot)}</span>
    <span className={styles.number}>{shortNumber(order.id)}</span>
    <Age since={since} className={styles.age} />
  </header>
);

/**
 * What an order is: how many of what, all other details, why it was stopped, and its picture. Texts are shown in whole lines;
 * picture and progress give way to them, and what still does not fit is marked.
 */
export const CardSummary = ({
  order,
  slot,
  selected,
  onMore,
  progress,
}: {
  order: Order;
  slot: number;
  selected: boolean;
  /** Opens the whole order. */
  onMore(): void;
  progress?: ReactNode;
}) => {
  const { fields } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  const reason = order.status === 'INCIDENT' ? order.incident?.reason : undefined;
  // Its parts stay together: a line of `12 ×` alone says nothing.
  const texts = { headline: headline.replace(' × ', '\u00a0×\u00a0'), rest: rest.join(', '), reason, note };
  const { room, fit } = useTextFit(JSON.stringify(texts));
  const text = (kind: TextKind) =>
    texts[kind] && (
      <CardText kind={kind} lines={fit.whole ? undefined : fit[kind]}>
        {texts[kind]}
      </CardText>
    );
  return (
    <div ref={room} className={styles.what}>
      {text('headline')}
      {text('rest')}
      {text('reason')}
      {text('note')}
      <ReadMore order={order} slot={slot} selected={selected} fit={fit} onMore={onMore} />
      <div className={styles.pictureRoom}>
        <OrderPicture details={order.details} className={styles.picture} />
      </div>
      {progress && (
        <div className={styles.progress} data-progress data-off={!fit.progress || undefined}>
          {progress}
        </div>
      )}
    </div>
  );
};

/** @param lines how many whole lines are shown; undefined: all */
const CardText = ({
  kind,
  lines,
  children,
}: {
  kind: TextKind;
  lines: number | undefined;
  children: string;
}) => (
  <p
    className={styles[kind]}
    dir="auto"
    data-text={kind}
    data-off={lines === 0 || undefined}
    style={{ '--lines': lines } as CSSProperties}
  >
    {children}
  </p>
);
