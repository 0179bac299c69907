import './pause-texts.ts';
import { t } from '../../lib/texts/texts.ts';
import { Dialog } from '../dialog.tsx';
import { ReasonForm } from '../reason-form.tsx';
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
}) => (
  <Dialog title={title} onClose={onClose}>
    <p>{why}</p>
    <ReasonForm
      id="pause-reason"
      usual={usual[about].map((one) => t(one))}
      label={t('pause:anotherReason')}
      longest={longest}
      send={t('pause:pause')}
      sending={sending}
      onReason={onPause}
    />
    <PauseProblem problem={problem} />
  </Dialog>
);
