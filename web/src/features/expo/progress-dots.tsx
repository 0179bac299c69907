import type { Order } from '../../lib/orders/order.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { marksOf, type StageMark } from './expo-order.ts';
import styles from './progress-dots.module.css';

const signs: Record<StageMark['state'], IconName | undefined> = {
  done: 'done',
  active: 'working',
  stopped: 'incident',
  waiting: undefined,
};

const stateWords = {
  done: 'expo.stepDone',
  active: 'expo.stepActive',
  stopped: 'expo.stepStopped',
  waiting: 'expo.stepWaiting',
} as const satisfies Record<StageMark['state'], string>;

/** The stages as a row of dots: a tick for done, a clock for active, empty for waiting. */
export const ProgressDots = ({ order }: { order: Order }) => (
  <ol className={styles.progressDots} aria-label={t('floor.stages')}>
    {marksOf(order).map(({ name, state }) => {
      const sign = signs[state];
      return (
        <li
          key={name}
          data-state={state}
          aria-current={name === order.stage && state !== 'done' ? 'step' : undefined}
        >
          <span className={styles.dot}>{sign && <Icon name={sign} />}</span>
          <span className={styles.name}>{word(name)}</span>
          <span className="visually-hidden">{t(stateWords[state])}</span>
        </li>
      );
    })}
  </ol>
);
