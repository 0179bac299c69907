import './pause-texts.ts';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { Stage } from '../../lib/orders/order.ts';
import { useMayPause } from '../../lib/pause/use-may-pause.ts';
import { usePausing } from '../../lib/pause/use-pausing.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import styles from './pause.module.css';
import { PauseDialog } from './pause-dialog.tsx';

/**
 * Pauses a stage, or the taking of orders, after asking why; nothing where that is paused already, for those who may not,
 * and for a stage that only drains.
 * @param stage undefined: the taking of orders
 */
export const PauseButton = ({
  stage,
  paused,
  compact = false,
}: {
  stage: Stage | undefined;
  paused: boolean;
  /** Only its icon where there is little room. */
  compact?: boolean;
}) => {
  const { workflow, allowed } = useMayPause(stage);
  const { sending, problem, pause } = usePausing(workflow.name, stage?.name);
  const [asking, setAsking] = useState(false);
  if (paused || !allowed || stage?.retired) return null;
  const words = stage ? t('pause:pauseStage', { stage: word(stage.name) }) : t('pause:pauseIntake');
  const why = stage ? (stage.mode === 'MANUAL' ? 'pause:manualWhy' : 'pause:stageWhy') : 'pause:intakeWhy';
  const submit = async (reason: string) => {
    if (await pause(reason)) setAsking(false);
  };
  return (
    <>
      <Button busy={sending} aria-haspopup="dialog" aria-label={words} onClick={() => setAsking(true)}>
        <Icon name="held" /> <span className={compact ? styles.word : undefined}>{words}</span>
      </Button>
      {/* Elsewhere: what surrounds the button may be the name of something. */}
      {asking &&
        createPortal(
          <PauseDialog
            title={words}
            why={t(why)}
            about={stage ? 'stage' : 'intake'}
            sending={sending}
            problem={problem}
            onPause={submit}
            onClose={() => setAsking(false)}
          />,
          document.body,
        )}
    </>
  );
};
