import { ageStep, ageWords } from '../../../lib/orders/age.ts';
import { isClosed, type Order, readyAt, stageOf, type Workflow } from '../../../lib/orders/order.ts';
import { promiseState } from '../../../lib/orders/promise-state.ts';
import { type StatusMark, statusWords } from '../../../lib/orders/status-words.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Mark, type Tone } from '../../../ui/mark.tsx';
import styles from './order-card.module.css';

const tones: Record<StatusMark, Tone> = {
  waiting: 'plain',
  working: 'busy',
  claimed: 'busy',
  incident: 'bad',
  done: 'good',
  cancelled: 'plain',
  scrapped: 'bad',
};

/**
 * The states of an order as icons, with their words where there is room; without room the words are read out only. A word
 * is shown whole or not at all.
 */
export const CardStates = ({ order, more }: { order: Order; more: string | undefined }) => {
  const { workflow } = useWorkflow();
  const { mark, words, by } = statusWords(order, stageOf(workflow, order.stage));
  const recalled = order.stages.some(({ name, recalled }) => recalled && name === order.stage);
  const who = order.incident ? `: ${order.incident.reason}` : by && `, ${by}`;
  return (
    <span className={styles.states}>
      <span className={styles.state} title={`${words}${who ?? ''}`}>
        <Mark icon={mark} tone={tones[mark]}>
          <span className={styles.word}>{words}</span>
          {who && <span className="visually-hidden">{who}</span>}
        </Mark>
      </span>
      {recalled && (
        <span className={styles.state} title={t('ticket.recalled')}>
          <Icon name="recalled" />
          <span className="visually-hidden">{t('ticket.recalled')}</span>
        </span>
      )}
      {/* A stopped order is late for another reason. */}
      {!order.incident && <Lateness order={order} />}
      {more && (
        <span className={styles.more} data-more>
          <Icon name="note" />
          {more}
        </span>
      )}
    </span>
  );
};

const Lateness = ({ order }: { order: Order }) => {
  const { workflow } = useWorkflow();
  const lateness = latenessOf(order, workflow, useNow());
  if (!lateness) return null;
  return (
    <span className={styles.state} title={lateness.words}>
      <Mark icon="late" tone={lateness.tone} chip>
        <span className={styles.word}>{lateness.words}</span>
      </Mark>
    </span>
  );
};

/** The worse of the promise's and the stage's lateness, in words; undefined: neither is late. */
const latenessOf = (
  order: Order,
  workflow: Workflow,
  now: number,
): { words: string; tone: Tone } | undefined => {
  if (isClosed(order)) return undefined;
  const promise = promiseState(order, workflow, now);
  if (promise === 'late') return { words: t('floor.late'), tone: 'bad' };
  if (promise === 'at-risk') return { words: t('floor.atRisk'), tone: 'warn' };
  const step = ageStep((now - readyAt(order)) / 1_000, stageOf(workflow, order.stage)?.targetSeconds);
  return step === 'fresh' ? undefined : { words: ageWords(step), tone: step === 'warn' ? 'warn' : 'bad' };
};
