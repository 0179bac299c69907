import { capitalised, type Order, type StageProgress, stageOf } from '../../../lib/orders/order.ts';
import { statusWords } from '../../../lib/orders/status-words.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
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
      Progress
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
          {capitalised(state === 'done' ? (stage?.done ?? step.name) : step.name)}
          {state === 'done' && <StepSpan step={step} />}
          {state === 'present' && <span className={styles.word}>{words.toLowerCase()}</span>}
          {state === 'stopped' && <span className={styles.word}>stopped</span>}
          {state === 'never' && <span className={styles.word}>not done</span>}
          {state === 'ahead' && <span className="visually-hidden">, to come</span>}
          {step.recalled && <span className={styles.word}>recalled</span>}
        </h3>
        <StepTimes step={step} ticking={state === 'present' || state === 'stopped'} />
      </div>
    </li>
  );
};

/** From arrival to completion: waiting is part of what a stage takes. */
const StepSpan = ({ step: { readyAt, completedAt } }: { step: StageProgress }) =>
  readyAt && completedAt ? (
    <span className={styles.word}>in {spanWords(Date.parse(completedAt) - Date.parse(readyAt))}</span>
  ) : null;

const StepTimes = ({ step, ticking }: { step: StageProgress; ticking: boolean }) => {
  const now = currentTime();
  const ready = step.readyAt ? Date.parse(step.readyAt) : undefined;
  const started = step.startedAt ? Date.parse(step.startedAt) : undefined;
  const completed = step.completedAt ? Date.parse(step.completedAt) : undefined;
  const by = step.by ? ` by ${step.by}` : '';
  return (
    <p className={styles.times}>
      {ready !== undefined && <span>arrived {timeOfDay(ready, now)}</span>}
      {started !== undefined && (
        <span>
          begun {timeOfDay(started, now)}
          {completed === undefined && by}
        </span>
      )}
      {completed !== undefined && (
        <span>
          done {timeOfDay(completed, now)}
          {by}
        </span>
      )}
      {step.outcome && <span>outcome: {step.outcome}</span>}
      {ticking && ready !== undefined && (
        <span>
          here for <Age since={ready} />
        </span>
      )}
    </p>
  );
};
