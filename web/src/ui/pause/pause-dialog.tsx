import './pause-texts.ts';
import { useState } from 'react';
import { t } from '../../lib/texts/texts.ts';
import choices from '../board/dialogs/choices.module.css';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import inputs from '../input.module.css';
import styles from './pause.module.css';
import { PauseProblem } from './pause-problem.tsx';

const usual = {
  stage: ['pause:usualBroken', 'pause:usualMissing'],
  intake: ['pause:usualClosed', 'pause:usualBusy'],
} as const;
const longest = 500;

/** Requires the reason of a pause, which everybody reads. */
export const PauseDialog = ({
  title,
  why,
  about,
  sending,
  problem,
  onPause,
  onClose,
}: {
  title: string;
  /** What it means. */
  why: string;
  about: 'stage' | 'intake';
  sending: boolean;
  /** Why it was not paused. */
  problem: string | undefined;
  onPause(reason: string): void;
  onClose(): void;
}) => {
  const [reason, setReason] = useState('');
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{why}</p>
      <div className={choices.choices}>
        {usual[about].map((one) => (
          <Button key={one} busy={sending} onClick={() => onPause(t(one))}>
            {t(one)}
          </Button>
        ))}
      </div>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') onPause(reason.trim());
        }}
      >
        <label htmlFor="pause-reason">{t('pause:anotherReason')}</label>
        <input
          id="pause-reason"
          className={inputs.input}
          value={reason}
          maxLength={longest}
          onChange={({ target }) => setReason(target.value)}
        />
        <Button type="submit" look="danger" busy={sending || reason.trim() === ''}>
          {t('pause:pause')}
        </Button>
      </form>
      <PauseProblem problem={problem} />
    </Dialog>
  );
};
