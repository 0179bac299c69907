import { memo, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { summarise } from '../../../lib/details/summary.ts';
import { ageStep, ageWords } from '../../../lib/orders/age.ts';
import { isClosed, type Order, readyAt, shortNumber, stageOf } from '../../../lib/orders/order.ts';
import { promiseState } from '../../../lib/orders/promise-state.ts';
import { type StatusMark, statusWords } from '../../../lib/orders/status-words.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { clockAge, timeOfDay } from '../../../lib/time/format.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { OrderPicture } from '../../../ui/cupcake/order-picture.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Mark, type Tone } from '../../../ui/mark.tsx';
import styles from './order-card.module.css';

/** A change that is younger than this is news: its card lights up once. */
const newsMs = 3_000;

const tones: Record<StatusMark, Tone> = {
  waiting: 'plain',
  working: 'busy',
  claimed: 'busy',
  incident: 'bad',
  done: 'good',
  cancelled: 'plain',
  scrapped: 'bad',
};

export const OrderCard = memo(({ order }: { order: Order }) => {
  const { workflow, fields, pathOf } = useWorkflow();
  const [isNews] = useState(() => currentTime() - Date.parse(order.updatedAt) < newsMs);
  const { headline, rest, note } = summarise(fields, order.details);
  const { mark, words, by } = statusWords(order, stageOf(workflow, order.stage));
  const recalled = order.stages.some(({ name, recalled }) => recalled && name === order.stage);
  return (
    <Link href={pathOf(order)} className={`${styles.card} ${isNews ? styles.news : ''}`}>
      <OrderPicture details={order.details} className={styles.picture} />
      <span className={styles.headline}>
        <span className={styles.name} title={headline}>
          {headline}
        </span>
        {recalled && <Icon name="recalled" />}
        {recalled && <span className="visually-hidden">recalled</span>}
        {note && <Icon name="note" />}
        {note && <span className="visually-hidden">note: {note}</span>}
      </span>
      <span className={styles.rest}>
        {rest.length > 0 && `${rest.join(', ')} · `}
        <span className="visually-hidden">order </span>
        {shortNumber(order.id)}
      </span>
      <CardAge order={order}>
        <Mark icon={mark} tone={tones[mark]}>
          {order.incident ? `${words}: ${order.incident.reason}` : words}
          {by && !order.incident && <span className={styles.by}> · {by}</span>}
        </Mark>
      </CardAge>
    </Link>
  );
});

/** Ticks alone, so that a second costs a text and not a card. */
const CardAge = ({ order, children }: { order: Order; children: ReactNode }) => {
  const { workflow } = useWorkflow();
  const now = useNow();
  if (isClosed(order)) {
    return (
      <>
        <span className={styles.age}>{timeOfDay(Date.parse(order.updatedAt), now, 'minutes')}</span>
        <span className={styles.status}>{children}</span>
      </>
    );
  }
  const age = now - readyAt(order);
  const step = ageStep(age / 1_000, stageOf(workflow, order.stage)?.targetSeconds);
  const promise = promiseState(order, workflow, now);
  const words = promise === 'late' ? 'Late' : promise === 'at-risk' ? 'At risk' : ageWords[step];
  const bad = promise === 'late' || (promise === 'kept' && step !== 'warn');
  return (
    <>
      <span className={styles.age} data-step={step}>
        {clockAge(age)}
      </span>
      <span className={styles.status}>
        {children}
        {/* A stopped order needs its line for the reason. */}
        {words && !order.incident && (
          <span className={styles.alert}>
            <Mark icon="late" tone={bad ? 'bad' : 'warn'} chip>
              {words}
            </Mark>
          </span>
        )}
      </span>
    </>
  );
};
