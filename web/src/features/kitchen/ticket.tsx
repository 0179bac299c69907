import { ageStep } from '../../lib/orders/age.ts';
import { type Order, readyAt, type Stage, shortNumber } from '../../lib/orders/order.ts';
import type { Pending } from '../../lib/tickets/wishes.ts';
import styles from '../../ui/board/paper.module.css';
import { Paper } from '../../ui/board/paper.tsx';
import { PaperHead, PaperWhat } from '../../ui/board/paper-content.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
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
  const { order, place, stage, selected, pending, mayWork } = props;
  const lost = order.status !== 'OPEN';
  const number = shortNumber(order.id);
  const since = readyAt(order);
  return (
    <Paper
      order={order}
      toneAt={(now) => (lost ? 'gone' : ageStep((now - since) / 1_000, stage.targetSeconds))}
      selected={selected}
      busy={pending !== undefined}
      place={place}
      onFocus={props.onFocus}
    >
      <PaperHead order={order} place={place} since={since} />
      <PaperWhat order={order} />
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
        {mayWork && !lost && <ClaimButton {...props} />}
        <Button className={styles.more} aria-label={`More of ${number}`} onClick={props.onMore}>
          <Icon name="more" />
        </Button>
      </footer>
    </Paper>
  );
};

const ClaimButton = ({ order, myName, pending, onClaim }: TicketProps) => {
  const mine = order.claimedBy === myName;
  return (
    <Button
      className={styles.claim}
      busy={pending !== undefined}
      aria-pressed={mine}
      onClick={() => onClaim(order)}
    >
      {mine ? 'Give back' : 'Take'}
      <span className="visually-hidden"> {shortNumber(order.id)}</span>
    </Button>
  );
};
