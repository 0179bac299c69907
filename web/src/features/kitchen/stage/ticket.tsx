import { ageStep } from '../../../lib/orders/age.ts';
import { readyAt, shortNumber } from '../../../lib/orders/order.ts';
import { hasClaim } from '../../../lib/orders/rights.ts';
import { t } from '../../../lib/texts/texts.ts';
import styles from '../../../ui/board/card/card.module.css';
import { Card } from '../../../ui/board/card/card.tsx';
import { CardHead, CardSummary } from '../../../ui/board/card/card-content.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { TicketMarks } from './ticket-marks.tsx';
import type { TicketProps } from './ticket-props.ts';

/** One ticket in its slot: what to make, how long it has waited, who has it, and the button that finishes it. */
export const Ticket = (props: TicketProps) => {
  const { order, slot, stage, selected, pending, mayWork } = props;
  const lost = order.status !== 'OPEN';
  const number = shortNumber(order.id);
  const since = readyAt(order);
  return (
    <Card
      order={order}
      toneAt={(now) => (lost ? 'gone' : ageStep((now - since) / 1_000, stage.targetSeconds))}
      selected={selected}
      busy={pending !== undefined}
      slot={slot}
      onFocus={props.onFocus}
    >
      <CardHead order={order} slot={slot} since={since} />
      <CardSummary order={order} slot={slot} selected={selected} onMore={props.onMore} />
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
            {t(lost ? 'ticket.seen' : 'ticket.done')}
            <span className="visually-hidden"> {number}</span>
          </Button>
        )}
        {mayWork && !lost && <ClaimButton {...props} />}
        <Button className={styles.more} aria-label={t('ticket.moreOf', { number })} onClick={props.onMore}>
          <Icon name="more" />
        </Button>
      </footer>
    </Card>
  );
};

const ClaimButton = ({ order, me, pending, onClaim }: TicketProps) => {
  const mine = hasClaim(me, order);
  return (
    <Button
      className={styles.claim}
      busy={pending !== undefined}
      aria-pressed={mine}
      onClick={() => onClaim(order)}
    >
      {t(mine ? 'ticket.release' : 'ticket.take')}
      <span className="visually-hidden"> {shortNumber(order.id)}</span>
    </Button>
  );
};
