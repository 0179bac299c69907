import { lazy, type ReactNode, Suspense } from 'react';
import { t } from '../../lib/texts/texts.ts';
import styles from './lag-page.module.css';
import type { LagPoints } from './lag-points.ts';
import type { Period } from './periods.ts';

// The chart library is loaded with the first row that is opened.
const HistoryChart = lazy(async () => ({ default: (await import('./history-chart.tsx')).HistoryChart }));

/** The first cell of a row: its name, which opens and closes it. */
export const RowHead = ({
  open,
  onToggle,
  children,
}: {
  open: boolean;
  onToggle(): void;
  children: ReactNode;
}) => (
  <th scope="row">
    <button type="button" className={styles.toggle} aria-expanded={open} onClick={onToggle}>
      {children}
    </button>
  </th>
);

/** What an opened row shows below itself: its history, and whatever else there is of it. */
export const OpenRow = ({
  title,
  unit,
  points,
  period,
  children,
}: {
  title: string;
  /** What its lag counts. */
  unit: string;
  points: LagPoints;
  period: Period;
  children?: ReactNode;
}) => (
  <tr>
    <td colSpan={7} className={styles.more}>
      <Suspense fallback={<p className={styles.chart}>{t('lag.drawing')}</p>}>
        <HistoryChart
          title={t('lag.periodOf', { period: t(period.last), name: title })}
          unit={unit}
          points={points}
        />
      </Suspense>
      {children}
    </td>
  </tr>
);
