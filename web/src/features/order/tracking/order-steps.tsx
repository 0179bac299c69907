import { capitalised, type Order, type StageProgress, stageOf } from '../../../lib/orders/order.ts';
import { isStaff } from '../../../lib/orders/rights.ts';
import { statusWords } from '../../../lib/orders/status-words.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { spanWords, timeOfDay } from '../../../lib/time/format.ts';
import { Age } from '../../../ui/age.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import styles from './order-steps.module.css';

type StepState = 'done' | 'present' | 'stopped' | 'ahead' | 'never';

const stateOf = (step: StageProgress, order: Order): StepState => {
  if (step.completedAt) return 'done';
  if (order.status === 'CANCELLED' || order.status === 'SCRAPPED' || order.status === 'FINISHED')
    return 'never';
  if (step.name !== order.stage) return 'ahead';
  return order.status === 'INCIDENT' ? 'stopped' : 'present';
};

/** The order's route. A step shows only what was reported: when it arrived, started and ended, and who did it. */
export const OrderSteps = ({ order }: { order: Order }) => (
  <section aria-labelledby="steps-heading">
    <h2 id="steps-heading" className={styles.heading}>
      {t('tracker.progress')}
    </h2>
    <ol className={styles.steps}>
      {order.stages.map((step) => (
        <Step key={step.name} step={step} order={order} state={stateOf(step, order)} />
      ))}
    </ol>
  </section>
);

const Step = ({ step, order, state }: { step: StageProgress; order: Order; state: StepState }) => {
  const { workflow } = useWorkflow();
  const stage = stageOf(workflow, step.name);
  const { mark, words } = statusWords(order, stage);
  const icon: IconName = state === 'done' ? 'done' : state === 'stopped' ? 'incident' : mark;
  return (
    <li className={styles.step} data-state={state} aria-current={state === 'present' ? 'step' : undefined}>
      <span className={styles.sign}>{state !== 'ahead' && state !== 'never' && <Icon name={icon} />}</span>
      <div>
        <h3 className={styles.name}>
          {capitalised(word(state === 'done' ? (stage?.done ?? step.name) : step.name))}
          {state === 'done' && <StepSpan step={step} />}
          {state === 'present' && <span className={styles.word}>{words}</span>}
          {state === 'stopped' && <span className={styles.word}>{t('tracker.stoppedStep')}</span>}
          {state === 'never' && <span className={styles.word}>{t('tracker.notDone')}</span>}
          {state === 'ahead' && <span className="visually-hidden">{t('tracker.toCome')}</span>}
          {step.recalled && <span className={styles.word}>{t('tracker.recalled')}</span>}
        </h3>
        <StepTimes step={step} ticking={state === 'present' || state === 'stopped'} />
      </div>
    </li>
  );
};

/** From arrival to completion: waiting is part of what a stage takes. */
const StepSpan = ({ step: { readyAt, completedAt } }: { step: StageProgress }) =>
  readyAt && completedAt ? (
    <span className={styles.word}>
      {t('tracker.took', { span: spanWords(Date.parse(completedAt) - Date.parse(readyAt)) })}
    </span>
  ) : null;

const StepTimes = ({ step, ticking }: { step: StageProgress; ticking: boolean }) => {
  const { workflow, me } = useWorkflow();
  const now = currentTime();
  const ready = step.readyAt ? Date.parse(step.readyAt) : undefined;
  const started = step.startedAt ? Date.parse(step.startedAt) : undefined;
  const completed = step.completedAt ? Date.parse(step.completedAt) : undefined;
  // A customer is served by the kitchen, not by a worker of that name.
  const name = isStaff(me, workflow) ? step.by : null;
  const timed = (key: 'started' | 'done', at: number, by: string | null) => {
    const time = timeOfDay(at, now);
    return by === null ? t(`tracker.${key}`, { time }) : t(`tracker.${key}By`, { time, name: by });
  };
  return (
    <p className={styles.times}>
      {ready !== undefined && <span>{t('tracker.arrived', { time: timeOfDay(ready, now) })}</span>}
      {started !== undefined && (
        <span>{timed('started', started, completed === undefined ? name : null)}</span>
      )}
      {completed !== undefined && <span>{timed('done', completed, name)}</span>}
      {step.outcome && <span>{t('tracker.outcome', { outcome: word(step.outcome) })}</span>}
      {ticking && ready !== undefined && (
        <span>
          {t('tracker.hereFor')} <Age since={ready} />
        </span>
      )}
    </p>
  );
};
