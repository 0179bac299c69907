import styles from './lag-page.module.css';
import { pathOf } from './spark-path.ts';

/** The last hour of a number as a line without words; the table shows the number. */
export const Sparkline = ({ values }: { values: readonly (number | null)[] }) => (
  <svg viewBox="0 0 100 24" preserveAspectRatio="none" className={styles.spark} aria-hidden="true">
    <path d={pathOf(values, 100, 24)} fill="none" stroke="currentColor" vectorEffect="non-scaling-stroke" />
  </svg>
);
