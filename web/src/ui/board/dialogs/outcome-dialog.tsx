import { capitalised, type Order, type Stage, shortNumber } from '../../../lib/orders/order.ts';
import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { Button } from '../../button.tsx';
import { Dialog } from '../../dialog.tsx';
import styles from './choices.module.css';

/** Asks for the outcome of a stage, where the workflow has more than one. */
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
  <Dialog
    title={t('board.outcomeTitle', {
      verb: capitalised(word(stage.name)),
      number: shortNumber(order.id),
    })}
    onClose={onClose}
  >
    <div className={styles.choices}>
      {stage.outcomes.map((outcome) => (
        <Button
          key={outcome}
          onClick={() => {
            onDone(order, outcome);
            onClose();
          }}
        >
          {capitalised(word(outcome))}
        </Button>
      ))}
    </div>
  </Dialog>
);
