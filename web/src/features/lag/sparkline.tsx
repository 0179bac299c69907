import { t } from '../../lib/texts/texts.ts';
import styles from './lag-page.module.css';
import { mostOf, pathOf } from './spark-path.ts';

/**
 * A number over the period as a line, with its maximum: each line has its own scale. For a screen reader the maximum is
 * all there is to it; the table has the present number.
 */
export const Sparkline = ({ values }: { values: readonly (number | null)[] }) => {
  const most = mostOf(values);
  return (
    <span className={styles.sparkline}>
      <svg viewBox="0 0 100 24" preserveAspectRatio="none" className={styles.spark} aria-hidden="true">
        <path
          d={pathOf(values, 100, 24)}
          fill="none"
          stroke="currentColor"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <span className={styles.most}>
        {most === undefined ? t('lag.noData') : t('lag.max', { value: most })}
      </span>
    </span>
  );
};
