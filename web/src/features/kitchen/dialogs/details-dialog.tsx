import { Link } from 'wouter';
import { summarise } from '../../../lib/details/summary.ts';
import { type Order, type Stage, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import choices from '../../../ui/board/dialogs/choices.module.css';
import { Button } from '../../../ui/button.tsx';
import { OrderPicture } from '../../../ui/cupcake/order-picture.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { useStageWork } from '../work/use-stage-work.ts';
import styles from './dialogs.module.css';

/** A whole ticket in large letters, with everything that can be done to it. */
export const DetailsDialog = ({
  order,
  stage,
  work,
  onFail,
  onClose,
}: {
  order: Order;
  stage: Stage;
  work: ReturnType<typeof useStageWork>;
  onFail(): void;
  onClose(): void;
}) => {
  const { fields, me, pathOf } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  const now = currentTime();
  const then = (act: (order: Order) => void) => () => {
    act(order);
    onClose();
  };
  const { claim, rush, hold } = work.actions;
  return (
    <Dialog title={`Ticket ${shortNumber(order.id)}`} onClose={onClose} wide>
      <div className={styles.whole}>
        <OrderPicture details={order.details} className={styles.large} />
        <div>
          <p className={styles.headline}>{headline}</p>
          {rest.length > 0 && <p className={styles.item}>{rest.join(', ')}</p>}
          {note && <p className={styles.note}>{note}</p>}
          <p className={styles.soft}>
            Placed {timeOfDay(Date.parse(order.placedAt), now)}, promised by{' '}
            {timeOfDay(Date.parse(order.promisedAt), now, 'minutes')}
            {order.attempts > 1 && `, attempt ${order.attempts}`}.{' '}
            <Link href={pathOf(order)}>The whole order</Link>
          </p>
        </div>
      </div>
      {order.status === 'OPEN' && (
        <div className={choices.choices}>
          {work.mayWork && (
            <Button onClick={then(claim)}>
              <Icon name="claimed" /> {order.claimedBy === me.name ? 'Give it back' : `I ${stage.verb} it`}
            </Button>
          )}
          <Button onClick={then(rush)}>
            <Icon name="rush" /> {order.rushed ? 'No rush' : 'Rush it'}
          </Button>
          <Button onClick={then(hold)}>
            <Icon name="held" /> {order.held ? 'Go on' : 'Hold it'}
          </Button>
          {work.mayWork && (
            <Button look="danger" onClick={onFail}>
              <Icon name="incident" /> Stop it …
            </Button>
          )}
        </div>
      )}
    </Dialog>
  );
};
