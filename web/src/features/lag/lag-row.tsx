import { lazy, Suspense } from 'react';
import type { LagHistoryQuery } from '../../generated/graphql.ts';
import { capitalised } from '../../lib/orders/order.ts';
import { trendWords } from '../../lib/orders/trend-words.ts';
import { Age } from '../../ui/age.tsx';
import { Mark } from '../../ui/mark.tsx';
import styles from './lag-page.module.css';
import { Partitions } from './partitions.tsx';
import { Sparkline } from './sparkline.tsx';
import { stateOf } from './stage-state.ts';
import type { StageRow } from './use-backlog.ts';
import { Workers } from './workers.tsx';

// The chart library is loaded with the first row that is opened.
const HourChart = lazy(async () => ({ default: (await import('./hour-chart.tsx')).HourChart }));

const unknown = '–';

/** One stage; everything unknown is a dash, and never 0. */
export const LagRow = ({
  row,
  points,
  open,
  onToggle,
}: {
  row: StageRow;
  points: LagHistoryQuery['lagHistory'][number]['points'];
  open: boolean;
  onToggle(): void;
}) => {
  const { words, icon, tone } = stateOf(row);
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" className={styles.toggle} aria-expanded={open} onClick={onToggle}>
            {capitalised(row.stage)}
          </button>
        </th>
        <td data-name="State">
          <Mark icon={icon} tone={tone} chip>
            {words}
          </Mark>
        </td>
        <td data-name="Tickets" className={styles.lag}>
          {row.lag ?? unknown}
        </td>
        <td data-name="Behind">
          {row.oldestWaitingSince ? (
            <Age since={Date.parse(row.oldestWaitingSince)} />
          ) : row.lag === 0 ? (
            '0:00'
          ) : (
            unknown
          )}
        </td>
        <td data-name="Last hour">
          <Sparkline values={points.map(({ lag }) => lag)} />
        </td>
        <td data-name="In / out">{trendWords(row)}</td>
        <td data-name="Workers">
          <Workers row={row} />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={7} className={styles.more}>
            <Suspense fallback={<p className={styles.chart}>Drawing …</p>}>
              <HourChart stage={row.stage} points={points} />
            </Suspense>
            <Partitions row={row} />
          </td>
        </tr>
      )}
    </>
  );
};
