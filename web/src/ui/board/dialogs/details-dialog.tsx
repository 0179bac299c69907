import { Link } from 'wouter';
import { summarise } from '../../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { hasClaim } from '../../../lib/orders/rights.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { useWorker } from '../../../lib/tickets/use-worker.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { Button } from '../../button.tsx';
import { OrderPicture } from '../../cupcake/order-picture.tsx';
import { Dialog } from '../../dialog.tsx';
import { Icon } from '../../icon.tsx';
import choices from './choices.module.css';
import styles from './details-dialog.module.css';

/** What can be done to an order from its details; undefined: not by this person, or not here. */
export type DetailsActions = {
  done: { words: string; act(order: Order): void } | undefined;
  claim: ((order: Order) => void) | undefined;
  rush(order: Order): void;
  hold(order: Order): void;
  fail?: (() => void) | undefined;
};

/** A whole order in large letters: nothing is left out, and everything that can be done to it. */
export const DetailsDialog = ({
  order,
  actions: { done, claim, rush, hold, fail },
  onClose,
}: {
  order: Order;
  actions: DetailsActions;
  onClose(): void;
}) => {
  const me = useWorker();
  const then = (act: (order: Order) => void) => () => {
    // Closed first: the action may open the next dialog.
    onClose();
    act(order);
  };
  return (
    <Dialog title={t('tracker.title', { number: shortNumber(order.id) })} onClose={onClose} wide>
      <WholeOrder order={order} />
      <div className={choices.choices}>
        {done && (
          <Button look="primary" onClick={then(done.act)}>
            <Icon name="done" /> {done.words}
          </Button>
        )}
        {order.status === 'OPEN' && (
          <>
            {claim && (
              <Button onClick={then(claim)}>
                <Icon name="claimed" /> {t(hasClaim(me, order) ? 'ticket.release' : 'ticket.take')}
              </Button>
            )}
            <Button onClick={then(rush)}>
              <Icon name="rush" /> {t(order.rushed ? 'ticket.noRush' : 'ticket.rush')}
            </Button>
            <Button onClick={then(hold)}>
              <Icon name="held" /> {t(order.held ? 'ticket.resume' : 'ticket.hold')}
            </Button>
            {fail && (
              <Button look="danger" onClick={fail}>
                <Icon name="incident" /> {t('key.fail')}
              </Button>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
};

const timesWords = (order: Order): string => {
  const now = currentTime();
  const placed = timeOfDay(Date.parse(order.placedAt), now);
  const promised = timeOfDay(Date.parse(order.promisedAt), now, 'minutes');
  return order.attempts > 1
    ? t('ticket.timesAttempt', { placed, promised, attempt: order.attempts })
    : t('ticket.times', { placed, promised });
};

const WholeOrder = ({ order }: { order: Order }) => {
  const { fields, pathOf } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  return (
    <div className={styles.whole}>
      <OrderPicture details={order.details} className={styles.picture} />
      <div className={styles.texts}>
        <p className={styles.headline} dir="auto">
          {headline}
        </p>
        {rest.length > 0 && (
          <p className={styles.rest} dir="auto">
            {rest.join(', ')}
          </p>
        )}
        {order.status === 'INCIDENT' && (
          <p className={styles.note} data-tone="bad" dir="auto">
            {t('ticket.stopped', { reason: order.incident?.reason })}
          </p>
        )}
        {note && (
          <p className={styles.note} dir="auto">
            {note}
          </p>
        )}
        <p className={styles.times}>
          {timesWords(order)} <Link href={pathOf(order)}>{t('ticket.progress')}</Link>
        </p>
      </div>
    </div>
  );
};
