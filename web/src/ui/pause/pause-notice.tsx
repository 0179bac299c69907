import './pause-texts.ts';
import type { PauseFieldsFragment } from '../../generated/graphql.ts';
import type { Stage } from '../../lib/orders/order.ts';
import { useMayPause } from '../../lib/pause/use-may-pause.ts';
import { usePausing } from '../../lib/pause/use-pausing.ts';
import { t } from '../../lib/texts/texts.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { Button } from '../button.tsx';
import { Notice } from '../page/notice.tsx';
import styles from './pause.module.css';
import { PauseProblem } from './pause-problem.tsx';

/**
 * Who has paused a stage or the taking of orders, since when and why, with the button that ends it for those who may.
 * @param stage undefined: the taking of orders
 */
export const PauseNotice = ({
  stage,
  pause: { reason, by, at },
}: {
  stage: Stage | undefined;
  pause: PauseFieldsFragment;
}) => {
  const { workflow, allowed } = useMayPause(stage);
  const { sending, problem, resume } = usePausing(workflow.name, stage?.name);
  const time = timeOfDay(Date.parse(at), useNow(), 'minutes');
  const words =
    by === null
      ? t('pause:pausedUnnamed', { time, reason })
      : t(stage ? 'pause:paused' : 'pause:closed', { name: by, time, reason });
  return (
    <Notice
      tone="warn"
      title={
        <span className={styles.panel}>
          {words}
          {allowed && (
            <Button busy={sending} onClick={resume}>
              {t(stage ? 'pause:resume' : 'pause:resumeIntake')}
            </Button>
          )}
        </span>
      }
    >
      <PauseProblem problem={problem} />
    </Notice>
  );
};
