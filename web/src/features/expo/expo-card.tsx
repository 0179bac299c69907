import { Link } from 'wouter';
import { promiseState } from '../../lib/orders/estimate.ts';
import { capitalised, type Order, shortNumber, type Workflow } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import type { Pending } from '../../lib/tickets/wishes.ts';
import styles from '../../ui/board/paper.module.css';
import { Paper, type PaperTone } from '../../ui/board/paper.tsx';
import { PaperHead, PaperWhat } from '../../ui/board/paper-content.tsx';
import button from '../../ui/button.module.css';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ExpoMarks } from './expo-marks.tsx';
import { isReady } from './expo-order.ts';
import { StageBeads } from './stage-beads.tsx';

/** A whole order on its place: how far each stage is, when it was promised, and the button of the last stages. */
export const ExpoCard = ({
  order,
  place,
  selected,
  pending,
  mayFinish,
  onFocus,
  onDone,
}: {
  order: Order;
  place: number;
  selected: boolean;
  pending: Pending | undefined;
  mayFinish: boolean;
  onFocus(id: string): void;
  onDone(order: Order): void;
}) => {
  const { workflow, pathOf } = useWorkflow();
  const number = shortNumber(order.id);
  const verb = workflow.stages.find(({ name }) => name === order.stage)?.verb ?? order.stage;
  return (
    <Paper
      order={order}
      toneAt={(now) => toneOf(order, workflow, now)}
      selected={selected}
      busy={pending !== undefined}
      place={place}
      onFocus={onFocus}
    >
      <PaperHead order={order} place={place} since={Date.parse(order.placedAt)} />
      <PaperWhat order={order} />
      <div className={styles.marks}>
        <ExpoMarks order={order} pending={pending} />
        <StageBeads order={order} />
      </div>
      <footer className={styles.buttons}>
        {mayFinish && (
          <Button
            look={selected ? 'primary' : 'quiet'}
            className={styles.done}
            busy={pending !== undefined}
            onClick={() => onDone(order)}
          >
            <Icon name="done" />
            {capitalised(verb)}
            <span className="visually-hidden"> {number}</span>
          </Button>
        )}
        <Link
          href={pathOf(order)}
          className={`${button.button} ${styles.more}`}
          aria-label={`The whole order ${number}`}
        >
          <Icon name="more" />
        </Link>
      </footer>
    </Paper>
  );
};

/** Ready is ready, however late; the lateness stands beside it in words. */
const toneOf = (order: Order, workflow: Workflow, now: number): PaperTone => {
  if (isReady(order)) return 'ready';
  const promise = promiseState(order, workflow, now);
  return promise === 'late' ? 'late' : promise === 'at-risk' ? 'warn' : 'fresh';
};
