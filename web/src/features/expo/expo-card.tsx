import { capitalised, type Order, shortNumber, type Workflow } from '../../lib/orders/order.ts';
import { promiseState } from '../../lib/orders/promise-state.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import type { PendingCommand } from '../../lib/tickets/command-queue.ts';
import styles from '../../ui/board/card/card.module.css';
import { Card, type CardTone } from '../../ui/board/card/card.tsx';
import { CardHead, CardSummary } from '../../ui/board/card/card-content.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ExpoMarks } from './expo-marks.tsx';
import { isReady } from './expo-order.ts';
import { ProgressDots } from './progress-dots.tsx';

/** A whole order in its slot: how far each stage is, when it was promised, and the button of the last stages. */
export const ExpoCard = ({
  order,
  slot,
  selected,
  pending,
  mayFinish,
  onFocus,
  onDone,
  onMore,
}: {
  order: Order;
  slot: number;
  selected: boolean;
  pending: PendingCommand | undefined;
  mayFinish: boolean;
  onFocus(id: string): void;
  onDone(order: Order): void;
  onMore(): void;
}) => {
  const { workflow } = useWorkflow();
  const number = shortNumber(order.id);
  const verb = workflow.stages.find(({ name }) => name === order.stage)?.verb ?? order.stage;
  return (
    <Card
      order={order}
      toneAt={(now) => toneOf(order, workflow, now)}
      selected={selected}
      busy={pending !== undefined}
      slot={slot}
      onFocus={onFocus}
    >
      <CardHead order={order} slot={slot} since={Date.parse(order.placedAt)} />
      <CardSummary
        order={order}
        slot={slot}
        selected={selected}
        onMore={onMore}
        progress={<ProgressDots order={order} />}
      />
      <div className={styles.marks}>
        <ExpoMarks order={order} pending={pending} />
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
            {capitalised(word(verb))}
            <span className="visually-hidden"> {number}</span>
          </Button>
        )}
        <Button className={styles.more} aria-label={t('ticket.moreOf', { number })} onClick={onMore}>
          <Icon name="more" />
        </Button>
      </footer>
    </Card>
  );
};

/** Ready is ready, however late; a mark shows the lateness in words. */
const toneOf = (order: Order, workflow: Workflow, now: number): CardTone => {
  if (isReady(order)) return 'ready';
  const promise = promiseState(order, workflow, now);
  return promise === 'late' ? 'late' : promise === 'at-risk' ? 'warn' : 'fresh';
};
