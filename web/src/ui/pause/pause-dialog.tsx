import './pause-texts.ts';
import { useState } from 'react';
import { t } from '../../lib/texts/texts.ts';
import choices from '../board/dialogs/choices.module.css';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import inputs from '../input.module.css';
import styles from './pause.module.css';

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
  onPause,
  onClose,
}: {
  title: string;
  /** What it means. */
  why: string;
  about: 'stage' | 'intake';
  onPause(reason: string): void;
  onClose(): void;
}) => {
  const [reason, setReason] = useState('');
  const pause = (given: string) => {
    onPause(given);
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{why}</p>
      <div className={choices.choices}>
        {usual[about].map((one) => (
          <Button key={one} onClick={() => pause(t(one))}>
            {t(one)}
          </Button>
        ))}
      </div>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') pause(reason.trim());
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
        <Button type="submit" look="danger" busy={reason.trim() === ''}>
          {t('pause:pause')}
        </Button>
      </form>
    </Dialog>
  );
};
