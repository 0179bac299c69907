import './pause-texts.ts';
import { t } from '../../lib/texts/texts.ts';
import { Notice } from '../page/notice.tsx';

/** Why nothing was paused or resumed. */
export const PauseProblem = ({ problem }: { problem: string | undefined }) => (
  <div role="status">
    {problem && <Notice tone="bad" title={t('pause:unchanged', { message: problem })} />}
  </div>
);
