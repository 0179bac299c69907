import { capitalised } from '../../lib/orders/order.ts';
import { trendWords } from '../../lib/orders/trend-words.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Age } from '../../ui/age.tsx';
import { Mark } from '../../ui/mark.tsx';
import styles from './lag-page.module.css';
import { type LagPoints, unknown } from './lag-points.ts';
import { OpenRow, RowHead } from './open-row.tsx';
import { Partitions } from './partitions.tsx';
import type { Period } from './periods.ts';
import { Sparkline } from './sparkline.tsx';
import { stateOf } from './stage-state.ts';
import type { StageRow } from './use-backlog.ts';
import { Workers } from './workers.tsx';

/** One stage; everything unknown is a dash, and never 0. */
export const LagRow = ({
  row,
  reason,
  points,
  period,
  open,
  onToggle,
}: {
  row: StageRow;
  /** Why it has its workers, unless that is said for several stages at once. */
  reason: string | null;
  points: LagPoints;
  period: Period;
  open: boolean;
  onToggle(): void;
}) => {
  const { words, icon, tone } = stateOf(row);
  return (
    <>
      <tr>
        <RowHead open={open} onToggle={onToggle}>
          {capitalised(word(row.stage))}
        </RowHead>
        <td data-name={t('lag.state')}>
          <Mark icon={icon} tone={tone} chip>
            {words}
          </Mark>
        </td>
        <td data-name={t('lag.tickets')} className={styles.lag}>
          {row.lag ?? unknown}
        </td>
        <td data-name={t('lag.behind')}>
          {row.oldestWaitingSince ? (
            <Age since={Date.parse(row.oldestWaitingSince)} />
          ) : row.lag === 0 ? (
            '0:00'
          ) : (
            unknown
          )}
        </td>
        <td data-name={t(period.last)}>
          <Sparkline values={points.map(({ lag }) => lag)} />
        </td>
        <td data-name={t('lag.flow')}>{trendWords(row)}</td>
        <td data-name={t('lag.workers')}>
          <Workers row={row} reason={reason} />
        </td>
      </tr>
      {open && (
        <OpenRow title={word(row.stage)} unit={t('lag.tickets')} points={points} period={period}>
          <Partitions row={row} />
        </OpenRow>
      )}
    </>
  );
};
