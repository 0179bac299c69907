import { t } from '../../../lib/texts/texts.ts';
import type { IconName } from '../../icon.tsx';
import { Mark, type Tone } from '../../mark.tsx';
import styles from './board-page.module.css';

type MarkWords = `expo.${'ready' | 'atRisk' | 'late'}` | `floor.${'slow' | 'lateCount' | 'veryLate'}`;

/** Counts that need a look, in a board's head; none is shown for nothing. */
export const BoardMarks = ({
  marks,
}: {
  marks: readonly { icon: IconName; tone: Tone; count: number; words: MarkWords }[];
}) => (
  <p className={styles.steps}>
    {marks.map(
      ({ icon, tone, count, words }) =>
        count > 0 && (
          <Mark key={words} icon={icon} tone={tone} chip>
            {t(words, { count })}
          </Mark>
        ),
    )}
  </p>
);
