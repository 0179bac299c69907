import type { IconName } from '../../icon.tsx';
import { Mark, type Tone } from '../../mark.tsx';
import styles from './board-page.module.css';

/** Counts that need a look, in a board's head; none is shown for nothing. */
export const BoardMarks = ({
  marks,
}: {
  marks: readonly { icon: IconName; tone: Tone; count: number; word: string }[];
}) => (
  <p className={styles.steps}>
    {marks.map(
      ({ icon, tone, count, word }) =>
        count > 0 && (
          <Mark key={word} icon={icon} tone={tone} chip>
            {count} {word}
          </Mark>
        ),
    )}
  </p>
);
