import './pause-texts.ts';
import { useState } from 'react';
import type { Stage } from '../../lib/orders/order.ts';
import { useMayPause } from '../../lib/pause/use-may-pause.ts';
import { usePausing } from '../../lib/pause/use-pausing.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { PauseProblem } from './pause-problem.tsx';

/**
 * Pauses a stage, or the taking of orders, after asking why; nothing where that is paused already, for those who may not,
 * and for a stage that only drains.
 * @param stage undefined: the taking of orders
 */
export const PauseButton = ({ stage, paused }: { stage: Stage | undefined; paused: boolean }) => {
  const { workflow, allowed } = useMayPause(stage);
  const { sending, problem, pause } = usePausing(workflow.name, stage?.name);
  const [asking, setAsking] = useState(false);
  if (paused || !allowed || stage?.retired) return null;
  const words = stage ? t('pause:pauseStage', { stage: word(stage.name) }) : t('pause:pauseIntake');
  const why = stage ? (stage.mode === 'MANUAL' ? 'pause:manualWhy' : 'pause:stageWhy') : 'pause:intakeWhy';
  return (
    <>
      <Button busy={sending} aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <Icon name="held" /> {words}
      </Button>
      <PauseProblem problem={problem} />
      {asking && (
        <PauseDialog
          title={words}
          why={t(why)}
          about={stage ? 'stage' : 'intake'}
          onPause={pause}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
};
