import { capitalised, type Order, type Stage, shortNumber } from '../../../lib/orders/order.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../dialog.tsx';
import styles from './choices.module.css';

/** Asks how a stage ended, where the workflow knows more than one end. */
export const OutcomeDialog = ({
  order,
  stage,
  onDone,
  onClose,
}: {
  order: Order;
  stage: Stage;
  onDone(order: Order, outcome: string): void;
  onClose(): void;
}) => (
  <Dialog title={`${capitalised(stage.verb)} ${shortNumber(order.id)}: how did it end?`} onClose={onClose}>
    <div className={styles.choices}>
      {stage.outcomes.map((outcome) => (
        <Button
          key={outcome}
          onClick={() => {
            onDone(order, outcome);
            onClose();
          }}
        >
          {capitalised(outcome)}
        </Button>
      ))}
    </div>
  </Dialog>
);
