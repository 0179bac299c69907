import { keyOfPlace } from '../../lib/board/key-map.ts';
import { summarise } from '../../lib/details/summary.ts';
import { type Order, readyAt, type Stage, shortNumber } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import type { Pending } from '../../lib/tickets/wishes.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { OrderPicture } from '../../ui/order-picture.tsx';
import styles from './ticket.module.css';
import { TicketFrame } from './ticket-frame.tsx';
import { TicketMarks } from './ticket-marks.tsx';

export type TicketProps = {
  order: Order;
  place: number;
  stage: Stage;
  myName: string;
  mayWork: boolean;
  selected: boolean;
  pending: Pending | undefined;
  /** When somebody else changed it last, ms. */
  changedAt: number | undefined;
  onFocus(id: string): void;
  onDone(order: Order): void;
  onClaim(order: Order): void;
  onMore(): void;
};

/** One ticket on its place: what to make, how long it waits, who has it, and the button that ends it. */
export const Ticket = (props: TicketProps) => {
  const { order, place, stage, selected, pending, myName, mayWork } = props;
  const { fields } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  const number = shortNumber(order.id);
  const lost = order.status !== 'OPEN';
  const mine = order.claimedBy === myName;
  return (
    <TicketFrame
      order={order}
      stage={stage}
      selected={selected}
      busy={pending !== undefined}
      label={`${keyOfPlace(place)}: ${headline}, ${number}`}
      onFocus={props.onFocus}
    >
      <header className={styles.head}>
        <span className={styles.place}>{keyOfPlace(place)}</span>
        <span className={styles.number}>{number}</span>
        <Age since={readyAt(order)} className={styles.age} />
      </header>
      <div className={styles.what}>
        <p className={styles.headline}>{headline}</p>
        {rest.length > 0 && <p className={styles.rest}>{rest.join(', ')}</p>}
        {note && <p className={styles.note}>{note}</p>}
        <OrderPicture details={order.details} className={styles.picture} />
      </div>
      <TicketMarks {...props} />
      <footer className={styles.buttons}>
        {(mayWork || lost) && (
          <Button
            look={selected ? 'primary' : 'quiet'}
            className={styles.done}
            busy={pending !== undefined}
            onClick={() => props.onDone(order)}
          >
            <Icon name="done" />
            {lost ? 'Seen' : 'Done'}
            <span className="visually-hidden"> {number}</span>
          </Button>
        )}
        {mayWork && !lost && (
          <Button
            className={styles.claim}
            busy={pending !== undefined}
            aria-pressed={mine}
            onClick={() => props.onClaim(order)}
          >
            {mine ? 'Give back' : 'Take'}
            <span className="visually-hidden"> {number}</span>
          </Button>
        )}
        <Button className={styles.more} aria-label={`More of ${number}`} onClick={props.onMore}>
          <Icon name="more" />
        </Button>
      </footer>
    </TicketFrame>
  );
};
