import { lazy, type ReactNode, Suspense } from 'react';
import { t } from '../../lib/texts/texts.ts';
import { Age } from '../../ui/age.tsx';
import { Mark } from '../../ui/mark.tsx';
import styles from './lag-page.module.css';
import { type LagPoints, unknown } from './lag-points.ts';
import type { Period } from './periods.ts';
import type { StageState } from './severity.ts';
import { Sparkline } from './sparkline.tsx';

// The chart library is loaded with the first row that is opened.
const HistoryChart = lazy(async () => ({ default: (await import('./history-chart.tsx')).HistoryChart }));

/** A row of the table; everything unknown is a dash, and never 0. */
export type RowContent = {
  title: string;
  state: StageState;
  /** What its lag counts. */
  unit: string;
  lag: number | null;
  oldestWaitingSince: string | null;
  flow: string;
  workers: ReactNode;
};

/** What waits somewhere, for how long, and how it moves; its name opens and closes its history. */
export const Row = ({
  content: { title, state, unit, lag, oldestWaitingSince, flow, workers },
  name = title,
  heart = false,
  points,
  period,
  open,
  onToggle,
  children,
}: {
  content: RowContent;
  /** In the heading of its history, if that is another than its title. */
  name?: string;
  /** It is not one of the stages. */
  heart?: boolean;
  points: LagPoints;
  period: Period;
  open: boolean;
  onToggle(): void;
  /** Shown below its history. */
  children?: ReactNode;
}) => (
  <>
    <tr className={heart ? styles.heart : undefined}>
      <th scope="row">
        <button type="button" className={styles.toggle} aria-expanded={open} onClick={onToggle}>
          {title}
        </button>
      </th>
      <td data-name={t('lag.state')}>
        <Mark icon={state.icon} tone={state.tone} chip>
          {state.words}
        </Mark>
      </td>
      <td data-name={unit} className={styles.lag}>
        {lag ?? unknown}
      </td>
      <td data-name={t('lag.behind')}>
        {oldestWaitingSince ? <Age since={Date.parse(oldestWaitingSince)} /> : lag === 0 ? '0:00' : unknown}
      </td>
      <td data-name={t(period.last)}>
        <Sparkline values={points.map((point) => point.lag)} />
      </td>
      <td data-name={t('lag.flow')}>{flow}</td>
      <td data-name={t('lag.workers')}>{workers}</td>
    </tr>
    {open && (
      <tr>
        <td colSpan={7} className={styles.more}>
          <Suspense fallback={<p className={styles.chart}>{t('lag.drawing')}</p>}>
            <HistoryChart
              title={t('lag.periodOf', { period: t(period.last), name })}
              unit={unit}
              points={points}
            />
          </Suspense>
          {children}
        </td>
      </tr>
    )}
  </>
);
