import { Link } from 'wouter';
import { summarise } from '../../../lib/details/summary.ts';
import { type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
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
  const { me } = useWorkflow();
  const then = (act: (order: Order) => void) => () => {
    // Closed first: the action may open the next dialog.
    onClose();
    act(order);
  };
  return (
    <Dialog title={`Order ${shortNumber(order.id)}`} onClose={onClose} wide>
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
                <Icon name="claimed" /> {order.claimedBy === me.name ? 'Release' : 'Take'}
              </Button>
            )}
            <Button onClick={then(rush)}>
              <Icon name="rush" /> {order.rushed ? 'No rush' : 'Rush'}
            </Button>
            <Button onClick={then(hold)}>
              <Icon name="held" /> {order.held ? 'Resume' : 'Hold'}
            </Button>
            {fail && (
              <Button look="danger" onClick={fail}>
                <Icon name="incident" /> Report a problem
              </Button>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
};

const WholeOrder = ({ order }: { order: Order }) => {
  const { fields, pathOf } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  const now = currentTime();
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
            Stopped: {order.incident?.reason}
          </p>
        )}
        {note && (
          <p className={styles.note} dir="auto">
            {note}
          </p>
        )}
        <p className={styles.times}>
          Placed {timeOfDay(Date.parse(order.placedAt), now)}, promised by{' '}
          {timeOfDay(Date.parse(order.promisedAt), now, 'minutes')}
          {order.attempts > 1 && `, attempt ${order.attempts}`}.{' '}
          <Link href={pathOf(order)}>Progress of the order</Link>
        </p>
      </div>
    </div>
  );
};
